import { afterEach, expect, test, vi } from "vitest";
import { mixedContent } from "../src/loader/obstacles.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ["https:", "http://support.example.com", true],
  ["https:", "https://support.example.com", false],
  ["https:", "http://localhost:8000", false],
  ["https:", "http://127.0.0.1:8000", false],
  ["http:", "http://support.example.com", false],
])("from %s to %s", (protocol, server, refused) => {
  vi.stubGlobal("location", { protocol });
  const line = mixedContent(server);
  expect(line !== "").toBe(refused);
  if (refused) expect(line).toContain(server);
});
