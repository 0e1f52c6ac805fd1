// node probe-firefox.mjs <program>: exits with 0 when this browser starts and draws a page.
import { launch } from "puppeteer-core";

const browser = await launch({
  browser: "firefox",
  executablePath: process.argv[2],
  headless: true,
  timeout: 45_000,
});
const page = await browser.newPage();
await page.setContent("<p>drawn</p>");
const picture = await page.screenshot();
await browser.close();
process.exit(picture.length > 0 ? 0 : 1);
