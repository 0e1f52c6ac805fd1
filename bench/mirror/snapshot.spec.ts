/** The first snapshot of pages of 5,000, 50,000 and 150,000 nodes: what it takes of the main thread, and its longest task. */
import { test } from "@playwright/test";
import { median, note, Subject, type Tasks, tasksDuring } from "./measure.ts";
import { pageOf } from "./pages.ts";

const SIZES = [5_000, 50_000, 150_000];
const ROUNDS = 3;

for (const nodes of SIZES) {
  test(`snapshot of ${nodes} nodes`, async ({ browser }) => {
    const html = pageOf(nodes);
    const found: Record<string, object> = {};
    for (const kind of ["ours", "peer"] as const) {
      const runs: (Tasks & { wall: number; bytes: number })[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const subject = await Subject.open(browser, kind, html);
        let wall = 0;
        const tasks = await tasksDuring(browser, subject.page, async () => {
          const began = performance.now();
          await subject.begin();
          wall = performance.now() - began;
        });
        runs.push({ ...tasks, wall, bytes: (await subject.bytes()).snapshot });
        await subject.close();
      }
      found[kind] = {
        total: median(runs.map(({ total }) => total)),
        longest: median(runs.map(({ longest }) => longest)),
        wall: median(runs.map(({ wall }) => wall)),
        bytes: median(runs.map(({ bytes }) => bytes)),
      };
    }
    note(`snapshot-${nodes}`, { nodes, ...found });
  });
}
