import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import base from "./base.config.ts";

/** The fidelity lab: `python -m bench.fidelity`. Pictures of what runs at the same time would cost each other time: one worker. */
export default defineConfig({
  ...base,
  testDir: fileURLToPath(new URL("./fidelity", import.meta.url)),
  outputDir: fileURLToPath(new URL("./test-results/fidelity", import.meta.url)),
  workers: 1,
  timeout: 120_000,
  reporter: [["list"]],
  use: {
    ...base.use,
    screenshot: "off",
    trace: "off",
    launchOptions: {
      ...base.use?.launchOptions,
      args: [
        "--disable-quic",
        // 3D without a graphics card.
        "--enable-unsafe-swiftshader",
        "--use-gl=angle",
        "--use-angle=swiftshader",
        // Pages ask other servers for fonts and counters; nobody answers.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
