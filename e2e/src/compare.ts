/** Holds what an agent sees against what the visitor sees, pixel by pixel. */
import { writeFile } from "node:fs/promises";
import { expect, type Page, type TestInfo } from "@playwright/test";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** Colour distance, 0-1, from which a pixel counts as different: what an eye can tell on a flat surface. */
const VISIBLE = 0.02;

const WITHOUT_OWN_INTERFACE = "[data-userview-ui] { display: none !important; }";
const WITHOUT_OVERLAYS = "[data-userview-overlay] { display: none !important; }";

export interface Difference {
  /** Share of the visitor's pixels, 0-1, with any visible difference. */
  share: number;
  visitor: Buffer;
  mirror: Buffer;
  /** Where they differ, in red over a faint picture of the page. */
  difference: Buffer;
}

/**
 * Compare a visitor's viewport with the mirror in an agent's page that shows nothing else (`page_only`).
 *
 * The agent's window must be at least as large as the visitor's: then the mirror stands at 100 % in its top left corner.
 * With `animations: "disabled"` those that end are at their end in both pictures, and those that never end at their beginning.
 */
export async function compare(
  visitor: Page,
  agent: Page,
  options: { animations?: "disabled" } = {},
): Promise<Difference> {
  const size = visitor.viewportSize();
  const room = agent.viewportSize();
  if (size === null || room === null || room.width < size.width || room.height < size.height) {
    throw new Error(
      `expected an agent's window of at least ${size?.width} x ${size?.height}, got ${room?.width} x ${room?.height}`,
    );
  }
  const clip = { x: 0, y: 0, ...size };
  const [seen, mirrored] = await Promise.all([
    visitor.screenshot({ ...options, style: WITHOUT_OWN_INTERFACE, caret: "hide" }),
    agent.screenshot({ ...options, style: WITHOUT_OVERLAYS, caret: "hide", clip }),
  ]);
  const left = PNG.sync.read(seen);
  const right = PNG.sync.read(mirrored);
  if (left.width !== right.width || left.height !== right.height) {
    throw new Error(
      `expected pictures of one size, got ${left.width} x ${left.height} and ${right.width} x ${right.height}`,
    );
  }
  const drawn = new PNG({ width: left.width, height: left.height });
  const different = pixelmatch(left.data, right.data, drawn.data, left.width, left.height, {
    threshold: VISIBLE,
    includeAA: true,
  });
  return {
    share: different / (left.width * left.height),
    visitor: seen,
    mirror: mirrored,
    difference: PNG.sync.write(drawn),
  };
}

/**
 * Expect the mirror to become the visitor's page: at most `most` of its pixels may differ (share, 0-1).
 *
 * Looks again until it does or the time for expectations is over; then the three pictures are attached to the test.
 */
export async function expectSame(
  visitor: Page,
  agent: Page,
  testInfo: TestInfo,
  options: { most: number; name: string },
): Promise<void> {
  let last: Difference | undefined;
  try {
    await expect
      .poll(
        async () => {
          last = await compare(visitor, agent);
          return last.share;
        },
        {
          message: `share of pixels of "${options.name}" in which the mirror differs from the page`,
          intervals: [100, 250, 500],
        },
      )
      .toBeLessThanOrEqual(options.most);
  } catch (error) {
    for (const part of ["visitor", "mirror", "difference"] as const) {
      if (last === undefined) break;
      const path = testInfo.outputPath(`${options.name}-${part}.png`);
      await writeFile(path, last[part]);
      await testInfo.attach(`${options.name}-${part}.png`, { path });
    }
    throw error;
  }
}
