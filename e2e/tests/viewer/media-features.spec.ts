/** The mirror looks as on the visitor's device and with the visitor's wishes, whatever the agent's are. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const PAGE = `<!doctype html><html><head><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Wishes</title><style>
  html { background: Canvas }
  p { color: light-dark(rgb(1, 0, 0), rgb(2, 0, 0)); letter-spacing: 1px; text-indent: 1px }
  @media (prefers-color-scheme: dark) { p { outline: 1px solid rgb(3, 0, 0) } }
  @media (hover: none) and (pointer: coarse) { p { letter-spacing: 2px } }
  @media (prefers-reduced-motion: reduce) { p { text-indent: 2px } }
</style><style media="(any-hover: hover)">p { word-spacing: 2px }</style></head><body><p>Words</p></body></html>`;

async function look(page: Pick<Page, "locator">): Promise<string[]> {
  return page.locator("p").evaluate((p) => {
    const { color, outlineColor, letterSpacing, textIndent, wordSpacing } = getComputedStyle(p);
    const { backgroundColor } = getComputedStyle(p.ownerDocument.documentElement);
    return [color, outlineColor, letterSpacing, textIndent, wordSpacing, backgroundColor];
  });
}

const DARK = ["rgb(2, 0, 0)", "rgb(3, 0, 0)", "2px", "2px", "0px", "rgb(18, 18, 18)"];
const LIGHT = ["rgb(1, 0, 0)", "rgb(1, 0, 0)", "2px", "1px", "0px", "rgb(255, 255, 255)"];

test("colours, motion and fingers are the visitor's, also when they change", async ({
  server,
  newPerson,
  openSite,
}) => {
  const head = scriptTag(server.ready);
  const site = await openSite({ name: "plain", head, pages: { "/wishes.html": PAGE } });
  const visitor = await newPerson({
    colorScheme: "dark",
    reducedMotion: "reduce",
    hasTouch: true,
    isMobile: true,
  });
  await visitor.goto(site.url("/wishes.html"));
  const rest = Rest.of(server);
  const agent = await newPerson({ colorScheme: null });
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  expect(await look(visitor)).toEqual(DARK);
  await expect.poll(() => look(mirror(agent))).toEqual(DARK);

  await visitor.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  expect(await look(visitor)).toEqual(LIGHT);
  await expect.poll(() => look(mirror(agent))).toEqual(LIGHT);
});
