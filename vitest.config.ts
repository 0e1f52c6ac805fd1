import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/tests/**/*.test.{ts,tsx}",
      "examples/*/tests/**/*.test.{ts,tsx}",
      "e2e/src/*/*.test.ts",
    ],
    passWithNoTests: true,
    // Tests measure no time: this only ends one that hangs, on the slowest machine too.
    testTimeout: 60_000,
  },
});
