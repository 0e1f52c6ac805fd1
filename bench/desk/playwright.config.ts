import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "../../e2e/base.config.ts";

/** How smooth the list of visitors is: `python -m bench.desk`. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL(".", import.meta.url)),
  outputDir: fileURLToPath(new URL("../../e2e/test-results/desk", import.meta.url)),
  workers: 1,
  retries: 0,
  timeout: 900_000,
  reporter: [["list"]],
});
