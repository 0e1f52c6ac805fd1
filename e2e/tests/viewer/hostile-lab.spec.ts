/**
 * Every hostile page and stream of `e2e/src/hostile`, in the live view and in playback: nothing runs, nothing is asked of anybody
 * but the asset route. `python -m bench.hostile` prints the result, and how long the page around the mirror did not answer.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "@playwright/test";
import { FrameType } from "@userview/protocol";
import { capturePages } from "../../src/hostile/captured.ts";
import { exhaustingStreams } from "../../src/hostile/exhaustion.ts";
import { hostileNodes } from "../../src/hostile/nodes.ts";
import { hostilePages } from "../../src/hostile/pages.ts";
import { ground, hostileStreams } from "../../src/hostile/streams.ts";
import { type Seen, Watcher } from "../../src/hostile/watcher.ts";
import { PlaybackPage } from "../../src/playback-page.ts";
import type { ReplayLab } from "../../src/replay-lab.ts";
import { add, element, expect, op, page, test, type Viewer } from "../../src/replay-page.ts";
import { TakenStream } from "../../src/taken-stream.ts";

const REPORT = fileURLToPath(new URL("../../../reports/hostile", import.meta.url));
/** How long something that was let through would take to ask or run. */
const SETTLE_MS = 60;

interface Case {
  name: string;
  group: string;
  send: (viewer: Viewer) => void;
  /** What the agent is told instead of a page; null where it is shown. */
  refused: string | null;
}

interface Result {
  name: string;
  group: string;
  live: Seen;
  playback: Seen;
}

/** Pages as a visitor's browser captures them. */
async function capturedCases(browser: Browser, lab: ReplayLab): Promise<Case[]> {
  const pages = hostilePages((path) => lab.elsewhere(path));
  const captured = await capturePages(browser, lab, pages);
  return pages.map(({ name, group }, at) => ({
    name,
    group,
    refused: null,
    send: ({ connection }) => {
      for (const { header, payload } of captured[at] ?? []) connection.frame(header, payload);
    },
  }));
}

/** What no capture would send: nodes, at once and as changes, and ops. */
function writtenCases(lab: ReplayLab): Case[] {
  const url = (path: string) => lab.elsewhere(path);
  const nodes = Object.keys(hostileNodes(url)).map((name): Case => {
    const made = () => hostileNodes(url)[name] ?? [];
    return {
      name,
      group: "nodes",
      refused: null,
      send: ({ connection }) => {
        const holder = element("div");
        connection.snapshot(op("define", "evil-element"), page([holder, ...made()]));
        connection.changes(...made().map((node) => add(holder.id, node)));
      },
    };
  });
  const streams = Object.keys(hostileStreams(url, ground())).map(
    (name): Case => ({
      name,
      group: "stream",
      refused: null,
      send: ({ connection }) => {
        const there = ground();
        const { document, ...nodes } = there;
        connection.snapshot(page(Object.values(nodes), { id: document }));
        for (const write of hostileStreams(url, there)[name] ?? []) connection.changes(write);
      },
    }),
  );
  return [...nodes, ...streams];
}

function exhaustingCases(): Case[] {
  return exhaustingStreams().map(({ name, page: whole, changes = [], refused }) => ({
    name,
    group: "exhaustion",
    refused,
    send: ({ connection }) => {
      connection.content(FrameType.snapshot, connection.snapshotText(whole), false);
      const later = connection.changesText(...changes);
      if (changes.length > 0) connection.content(FrameType.changes, later, false);
    },
  }));
}

const PARTS: Record<string, (browser: Browser, lab: ReplayLab) => Promise<Case[]> | Case[]> = {
  pages: capturedCases,
  streams: (_browser, lab) => writtenCases(lab),
  exhaustion: exhaustingCases,
};

for (const [part, make] of Object.entries(PARTS)) {
  test(`hostile ${part}, live and recorded`, async ({ browser, viewer, lab }) => {
    test.setTimeout(240_000);
    const cases = await make(browser, lab);
    const results = await holdOut(cases, { browser, viewer, lab });
    mkdirSync(REPORT, { recursive: true });
    writeFileSync(`${REPORT}/${part}.json`, `${JSON.stringify(results, null, 1)}\n`);
    expectHarmless(results);
  });
}

/** Shows each live, then all of them from a recording of that. */
async function holdOut(
  cases: readonly Case[],
  { browser, viewer, lab }: { browser: Browser; viewer: Viewer; lab: ReplayLab },
): Promise<Result[]> {
  const told = async () => (await viewer.told("status")).at(-1);
  const stream = new TakenStream(viewer.page);
  const watcher = new Watcher(viewer.page, lab);
  // The stream is taken from a connection that is made while it is watched.
  await viewer.connect();
  await watcher.begin();
  const live: Seen[] = [];
  const moments: number[] = [];
  for (const [at, one] of cases.entries()) {
    const epoch = at + 1;
    viewer.connection.start({ epoch });
    one.send(viewer);
    const place = viewer.frame.locator(`.mirror[data-place^="1/${epoch}/"]`);
    if (one.refused === null) await expect(place, one.name).toBeAttached({ timeout: 30_000 });
    else
      await expect
        .poll(async () => (await told())?.["detail"], { message: one.name, timeout: 30_000 })
        .toContain(one.refused);
    await viewer.page.waitForTimeout(SETTLE_MS);
    live.push(await watcher.seen());
    moments.push(Date.now());
  }

  const replaying = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const again = new Watcher(replaying, lab);
  const playback = await PlaybackPage.open(replaying, lab.holderUrl, lab.replayOrigin);
  await playback.load(stream);
  await again.begin();
  const [first] = stream.parts;
  const begun = first !== undefined && "received" in first ? first.received : 0;
  const duration = (await playback.state())?.duration ?? 0;
  const results: Result[] = [];
  for (const [at, one] of cases.entries()) {
    await playback.seek(Math.min(duration, Math.floor((moments[at] ?? 0) - begun)));
    const problem = (await playback.state())?.problem ?? null;
    if (one.refused === null) {
      const place = playback.page
        .frameLocator("iframe")
        .locator(`.mirror[data-place^="1/${at + 1}/"]`);
      await expect(place, one.name).toBeAttached();
      expect(problem, one.name).toBeNull();
    } else expect(problem, one.name).toContain(one.refused);
    await replaying.waitForTimeout(SETTLE_MS);
    const { name, group } = one;
    results.push({ name, group, live: live[at] as Seen, playback: await again.seen() });
  }
  await replaying.close();

  return results;
}

function expectHarmless(results: readonly Result[]): void {
  for (const view of ["live", "playback"] as const) {
    const found = (part: "ran" | "asked" | "stopped") =>
      results.flatMap((result) => result[view][part].map((what) => `${result.name}: ${what}`));
    expect(found("ran"), `what ran, ${view}`).toEqual([]);
    expect(found("asked"), `what was asked, ${view}`).toEqual([]);
    expect(found("stopped"), `what only the policy stopped, ${view}`).toEqual([]);
  }
}
