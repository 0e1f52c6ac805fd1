import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "../../e2e/fidelity.config.ts";

/** What the mirror costs: `python -m bench.mirror`. One at a time, and nothing beside it. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL(".", import.meta.url)),
  outputDir: fileURLToPath(new URL("../../e2e/test-results/mirror", import.meta.url)),
  timeout: 240_000,
  reporter: [
    ["list"],
    [
      "json",
      { outputFile: fileURLToPath(new URL("../../reports/mirror/run.json", import.meta.url)) },
    ],
  ],
});
