import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "./base.config.ts";

if (process.env["USERVIEW_FIREFOX"] === undefined)
  throw new Error(
    "USERVIEW_FIREFOX is not set. Start these tests with `./test firefox`, which finds a Firefox.",
  );

/** The smoke in Firefox: `./test firefox`. One Firefox, so one worker. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL("./firefox", import.meta.url)),
  outputDir: fileURLToPath(new URL("./test-results/firefox", import.meta.url)),
  workers: 1,
});
