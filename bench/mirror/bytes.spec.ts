/** Content bytes of a page's first snapshot and of 60 s in it, and the size of what the SDK loads. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { test } from "@playwright/test";
import { build } from "esbuild";
import { minify } from "terser";
import { note, Subject } from "./measure.ts";
import { pageOf } from "./pages.ts";

const DIST = fileURLToPath(new URL("../../packages/sdk/dist", import.meta.url));
const CAPTURE = fileURLToPath(new URL("../../packages/capture/src/index.ts", import.meta.url));
const NODES = 5_000;
const SECONDS = 60;
/** Moves of the mouse a second. */
const MOVES = 25;

/** What the page does by itself: a clock, a growing list, rows that change, a panel that opens and shuts. */
const ACTIVITY = `<script>
let at = 0;
addEventListener("load", () => setTimeout(() => { window.act = () => { setInterval(() => {
  at++;
  const cards = document.querySelectorAll(".card");
  cards[at % cards.length].querySelector("b").textContent = String(at);
  cards[(at * 7) % cards.length].classList.toggle("open");
  if (at % 4 === 0) { const card = cards[0].cloneNode(true); card.id = "new-" + at; document.querySelector("main").prepend(card); }
  if (at % 10 === 0) cards[cards.length - 1].remove();
  if (at % 5 === 0) cards[1].style.marginLeft = (at % 40) + "px";
}, 100); }; }));
</script></body>`;

test("bytes on the wire", async ({ browser }) => {
  const html = pageOf(NODES).replace("</body>", () => ACTIVITY);
  const kinds = ["ours", "peer"] as const;
  const figures: Record<string, object> = {};
  await Promise.all(
    kinds.map(async (kind) => {
      const subject = await Subject.open(browser, kind, html);
      await subject.begin();
      await subject.rest();
      const snapshot = await subject.bytes();
      await subject.page.evaluate(() => (window as unknown as { act(): void }).act());
      const field = subject.page.locator("input").first();
      for (let second = 0; second < SECONDS; second++) {
        const began = Date.now();
        if (second % 10 === 5) await field.pressSequentially("kite ");
        if (second % 6 === 3) await subject.page.mouse.wheel(0, 300);
        for (let move = 0; move < MOVES && Date.now() - began < 950; move++) {
          await subject.page.mouse.move(100 + ((second * 37 + move * 11) % 800), 100 + move * 12);
          await pause(1000 / MOVES - 4);
        }
        await pause(Math.max(0, 1000 - (Date.now() - began)));
      }
      const all = await subject.bytes();
      figures[kind] = { snapshot: snapshot.snapshot, activity: all.all - snapshot.all };
      await subject.close();
    }),
  );
  note("bytes", { nodes: NODES, seconds: SECONDS, ...figures });
});

/** What captures the page, bundled by itself as the session's file is; that file holds the visitor's interface and remote control too. */
async function captureAlone(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [CAPTURE],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const { code = "" } = await minify(outputFiles[0]?.text ?? "", {
    ecma: 2022,
    module: true,
    compress: { ecma: 2022, passes: 3 },
  });
  return Buffer.from(code);
}

test("size of what is loaded", async () => {
  const sizeOf = (bytes: Buffer) => brotliCompressSync(bytes).length;
  const file = (name: string) => readFileSync(`${DIST}/${name}`);
  const module = (named: string) =>
    file(readdirSync(DIST).find((name) => new RegExp(`^${named}-.*\\.js$`).test(name)) ?? "");
  note("size", {
    capture: sizeOf(await captureAlone()),
    loader: sizeOf(file("loader.js")),
    drawings: sizeOf(module("drawings")),
    session: sizeOf(module("session")),
  });
});
