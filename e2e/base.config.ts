import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const executablePath = process.env["USERVIEW_CHROMIUM"];
if (executablePath === undefined) {
  throw new Error(
    "USERVIEW_CHROMIUM is not set. Start these tests with `./test e2e`, which finds or fetches a Chromium.",
  );
}

/** What all runs of Playwright have in common. Each worker starts a server of its own, so tests of different files never share visitors. */
export default defineConfig({
  globalSetup: fileURLToPath(new URL("./pages/build.ts", import.meta.url)),
  testDir: fileURLToPath(new URL("./tests", import.meta.url)),
  outputDir: fileURLToPath(new URL("./test-results", import.meta.url)),
  // One stall of a shared machine hides nothing: what needed it is listed with its error, and more than a few fail the run.
  retries: 1,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json"]],
  use: {
    browserName: "chromium",
    headless: true,
    launchOptions: {
      executablePath,
      chromiumSandbox: process.env["USERVIEW_CHROMIUM_SANDBOX"] === "1",
      args: ["--disable-quic", "--disable-gpu"],
    },
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // Only of the second attempt: to note every step of all tests takes a good part of the run.
    trace: { mode: "on-first-retry", screenshots: false },
  },
});
