/** The fidelity lab: pages that we did not write, and a page per feature, under our engine and under the peer in the same run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "@playwright/test";
import { ReplayLab } from "../src/replay-lab.ts";
import { PAGES } from "./catalogue.ts";
import type { Engine } from "./engine.ts";
import { Ours } from "./ours.ts";
import { Peer } from "./peer.ts";
import { PHASES, type Watched, watch } from "./watch.ts";

const REPORT = fileURLToPath(new URL("../../reports/fidelity", import.meta.url));
/** Which engines are watched: both, unless one is named. */
const ONLY = process.env["USERVIEW_LAB_ENGINE"];

const STARTS: Readonly<Record<string, () => Promise<{ engine: Engine; close(): Promise<void> }>>> =
  {
    ours: async () => {
      const lab = await ReplayLab.start();
      const engine = await Ours.start(lab);
      return {
        engine,
        close: async () => {
          await engine.close();
          await lab.close();
        },
      };
    },
    peer: async () => {
      const engine = await Peer.start();
      return { engine, close: () => engine.close() };
    },
  };

for (const page of PAGES) {
  test(`${page.group}: ${page.name}`, async ({ browser }) => {
    const folder = join(REPORT, page.name);
    mkdirSync(folder, { recursive: true });
    const row: Record<string, unknown> = {
      name: page.name,
      group: page.group,
      cannot: page.cannot ?? null,
    };
    for (const [key, start] of Object.entries(STARTS)) {
      if (ONLY !== undefined && ONLY !== key) continue;
      const { engine, close } = await start();
      try {
        const watched = await watch(page, engine, browser);
        row[key] = Object.fromEntries(PHASES.map((phase) => [phase, watched[phase].share]));
        draw(folder, key, watched);
      } catch (error) {
        row[key] = { error: String(error).split("\n").slice(0, 3).join(" ").slice(0, 400) };
      } finally {
        await close();
      }
    }
    writeFileSync(join(folder, "result.json"), `${JSON.stringify(row, null, 1)}\n`);
  });
}

function draw(folder: string, key: string, watched: Watched): void {
  for (const phase of PHASES) {
    for (const part of ["visitor", "mirror", "difference"] as const)
      writeFileSync(join(folder, `${key}-${phase}-${part}.png`), watched[phase][part]);
  }
}
