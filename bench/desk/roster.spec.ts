/** The live list with a crowd online: long tasks and frames of the dashboard while one scrolls and while news stream in. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../../e2e/src/journey.ts";
import { signIn } from "../../e2e/src/people.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const VISITORS = Number(process.env["BENCH_VISITORS"] ?? "10000");
const CHANGES_PER_SECOND = 100;
const MEASURED_MS = 10_000;

interface Measured {
  /** Milliseconds. */
  tasks: number[];
  frames: number[];
}

/** Begins to note long tasks (50 ms and more) and the time from frame to frame. */
async function begin(page: Page): Promise<void> {
  await page.evaluate(() => {
    const measured: Measured = { tasks: [], frames: [] };
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) measured.tasks.push(entry.duration);
    });
    observer.observe({ entryTypes: ["longtask"] });
    let last = performance.now();
    const frame = (now: number) => {
      measured.frames.push(now - last);
      last = now;
      if ("measured" in window) requestAnimationFrame(frame);
    };
    Object.assign(window, { measured });
    requestAnimationFrame(frame);
  });
}

async function end(page: Page): Promise<Measured> {
  return page.evaluate(() => {
    const { measured } = window as unknown as { measured: Measured };
    Reflect.deleteProperty(window, "measured");
    return measured;
  });
}

test("the list with everybody online", async ({ startServer, newPerson }) => {
  const server = await startServer();
  const { base_url, public_key } = server.ready;
  const command = ["-m", "bench.desk.crowd", new URL(base_url).port, public_key];
  const crowd = spawn("python", [...command, String(VISITORS), String(CHANGES_PER_SECOND)], {
    cwd: ROOT,
    env: { ...process.env, PYTHONPATH: `${ROOT}server:${ROOT}` },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: crowd.stdout });
  try {
    const [said] = await once(lines, "line");
    expect(said).toBe("ready");
    const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
    await signIn(agent, server);
    await expect(agent.getByText(`${VISITORS} online`)).toBeVisible({ timeout: 60_000 });
    await expect(agent.getByRole("row").nth(10)).toBeVisible();

    await begin(agent);
    await agent.waitForTimeout(MEASURED_MS);
    const still = await end(agent);

    await begin(agent);
    await agent.mouse.move(700, 500);
    const until = Date.now() + 3 * MEASURED_MS;
    while (Date.now() < until) {
      await agent.mouse.wheel(0, 900);
      await agent.waitForTimeout(16);
    }
    const scrolling = await end(agent);

    const rows = await agent.getByRole("table").evaluate((table) => table.clientHeight / 60);
    await begin(agent);
    await agent.waitForTimeout(MEASURED_MS);
    const deep = await end(agent);
    mkdirSync(`${ROOT}reports/desk`, { recursive: true });
    const found = { visitors: VISITORS, rows: Math.floor(rows), still, scrolling, deep };
    writeFileSync(`${ROOT}reports/desk/roster.json`, JSON.stringify(found));
  } finally {
    crowd.stdin.end();
    crowd.kill();
  }
});
