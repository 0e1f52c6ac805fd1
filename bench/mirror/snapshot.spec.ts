/**
 * Snapshots of pages of 5,000, 50,000 and 150,000 nodes: what they take of the main thread, and the longest task. The first one of
 * ours comes with all that a session brings (the module is loaded, the bar is shown), the next one is a snapshot alone. On a slow
 * computer only the longest task counts.
 */
import { test } from "@playwright/test";
import { median, note, Subject, type Tasks, tasksDuring } from "./measure.ts";
import { pageOf } from "./pages.ts";

const SIZES = [5_000, 50_000, 150_000];
const ROUNDS = 3;
/** A computer that takes four times as long, and an ordinary page. */
const SLOW = { rate: 4, nodes: 5_000 };

type Run = Tasks & { wall: number };

/** The median of each figure. */
function medians(runs: readonly Run[]): Run {
  const of = (figure: keyof Run) => median(runs.map((run) => run[figure]));
  return { total: of("total"), longest: of("longest"), wall: of("wall") };
}

for (const nodes of SIZES) {
  test(`snapshot of ${nodes} nodes`, async ({ browser }) => {
    const html = pageOf(nodes);
    const found: Record<string, object> = {};
    for (const kind of ["ours", "peer"] as const) {
      const first: Run[] = [];
      const again: Run[] = [];
      let bytes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const subject = await Subject.open(browser, kind, html);
        const timed = async (work: () => Promise<void>): Promise<Run> => {
          let wall = 0;
          const tasks = await tasksDuring(browser, subject.page, async () => {
            const began = performance.now();
            await work();
            wall = performance.now() - began;
          });
          return { ...tasks, wall };
        };
        first.push(await timed(() => subject.begin()));
        bytes = (await subject.bytes()).snapshot;
        await subject.rest();
        again.push(await timed(() => subject.snapshot()));
        await subject.close();
      }
      found[kind] = { first: medians(first), again: medians(again), bytes };
    }
    note(`snapshot-${nodes}`, { nodes, ...found });
  });
}

test("snapshot on a slow computer", async ({ browser }) => {
  const longest: Record<string, number> = {};
  for (const kind of ["ours", "peer"] as const) {
    const runs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const subject = await Subject.open(browser, kind, pageOf(SLOW.nodes));
      await subject.begin();
      await subject.rest();
      await subject.cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOW.rate });
      const tasks = await tasksDuring(browser, subject.page, () => subject.snapshot());
      runs.push(tasks.longest);
      await subject.close();
    }
    longest[kind] = median(runs);
  }
  note("slow", { ...SLOW, ...longest });
});
