import { describe, expect, it } from "vitest";
import { type Emitted, firstPaintBytes } from "../build/first-paint.ts";

const file = (fileName: string, size: number, rest: Partial<Emitted> = {}): Emitted => ({
  fileName,
  content: noise(size),
  isEntry: false,
  imports: [],
  ...rest,
});

/** Text that does not compress, the same every time. */
function noise(size: number): Uint8Array {
  let seed = 7;
  return Uint8Array.from({ length: size }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed >> 16;
  });
}

describe("the size of the first paint", () => {
  it("counts entries, what they import at once, and styles, each once; not what is loaded later", () => {
    const bytes = firstPaintBytes([
      file("index.js", 1000, { isEntry: true, imports: ["shared.js", "kit.js"] }),
      file("shared.js", 2000, { imports: ["kit.js"] }),
      file("kit.js", 4000),
      file("later.js", 50_000, { imports: ["shared.js"] }),
      file("index.css", 3000),
    ]);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(10_100);
  });
});
