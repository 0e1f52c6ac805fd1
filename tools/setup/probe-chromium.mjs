// node probe-chromium.mjs <program> <sandboxed: 1|0>: exits with 0 when this browser starts and draws a page.
import { chromium } from "playwright-core";

const [program, sandboxed] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: program,
  chromiumSandbox: sandboxed === "1",
  timeout: 30_000,
});
const page = await browser.newPage();
await page.setContent("<p>drawn</p>");
const picture = await page.screenshot({ timeout: 30_000 });
await browser.close();
process.exit(picture.length > 0 ? 0 : 1);
