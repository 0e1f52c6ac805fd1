import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "./base.config.ts";

/** Takes the pictures of the docs anew: `make pictures`. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL("./pictures", import.meta.url)),
  outputDir: fileURLToPath(new URL("./test-results/pictures", import.meta.url)),
  workers: 1,
});
