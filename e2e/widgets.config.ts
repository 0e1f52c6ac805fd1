import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "./base.config.ts";

/** The widget lab: `python -m bench.widgets`. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL("./widgets", import.meta.url)),
  outputDir: fileURLToPath(new URL("./test-results/widgets", import.meta.url)),
  workers: 1,
  timeout: 120_000,
  reporter: [["list"]],
  use: { ...base.use, screenshot: "off", trace: "off" },
});
