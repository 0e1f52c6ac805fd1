/** Pictures for the docs: page, our mirror and the peer's side by side, after the interaction. Run by `python -m bench.fidelity --write`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "@playwright/test";

const REPORT = fileURLToPath(new URL("../../reports/fidelity", import.meta.url));
const TARGET = fileURLToPath(new URL("../../docs/pictures/mirror", import.meta.url));
const WIDTH = 1200;
const HEIGHT = 272;
const QUALITY = 72;
/** Names of the pages whose pictures are wanted. */
const WANTED = (process.env["USERVIEW_LAB_PICTURES"] ?? "").split(",").filter(Boolean);

test("pictures side by side", async ({ browser }) => {
  test.setTimeout(300_000);
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  for (const name of readdirSync(REPORT).filter((one) => WANTED.includes(one))) {
    const files = [
      "ours-interaction-visitor",
      "ours-interaction-mirror",
      "peer-interaction-mirror",
    ];
    const pictures = files
      .map((file) => join(REPORT, name, `${file}.png`))
      .filter((file) => existsSync(file))
      .map((file) => `data:image/png;base64,${readFileSync(file).toString("base64")}`)
      .map((url) => `<img src="${url}">`);
    await page.setContent(
      `<style>body{margin:0;display:flex;gap:6px;background:#94a3b8}img{flex:1;min-width:0;height:${HEIGHT}px;object-fit:cover;object-position:0 0}</style>${pictures.join("")}`,
      { waitUntil: "load" },
    );
    await page.screenshot({ path: join(TARGET, `${name}.jpg`), type: "jpeg", quality: QUALITY });
  }
});
