import { defineConfig } from "@playwright/test";
import base from "./base.config.ts";

/** Files with tests that take a minute. They begin first, so that in the end no worker is alone with one. */
const LONG = [
  "**/viewer/hostile-lab.spec.ts",
  "**/viewer/playback.spec.ts",
  "**/webhooks/*.spec.ts",
  "**/journey/history.spec.ts",
  "**/journey/insets.spec.ts",
  "**/journey/recovery.spec.ts",
  "**/journey/waiting.spec.ts",
  "**/shop.spec.ts",
  "**/start.spec.ts",
];

/** The end-to-end tests: `./test e2e`. */
export default defineConfig({
  ...base,
  // Two cores are busy with three; with a fourth all of them only wait longer.
  workers: 3,
  projects: [
    { name: "long", testMatch: LONG },
    { name: "others", testIgnore: LONG },
  ],
});
