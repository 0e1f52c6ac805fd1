/** Frames of other sites: their pages are not shown, and agents are told so in their place. */
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const frames = (
  other: string,
): string => `<!doctype html><html><head><title>Frames</title></head><body>
  <iframe id="other" src="${other}" width="400" height="200"></iframe>
  <div class="no-userview"><iframe id="masked" src="${other}" width="400" height="150"></iframe></div>
</body></html>`;

test("a frame of another site is as large as in the page and says whose it is, a masked one says nothing", async ({
  server,
  newPerson,
  openSite,
}) => {
  const other = await openSite({
    name: "plain",
    hostname: "127.0.0.1",
    pages: { "/in.html": "<!doctype html><html><head></head><body>Inside</body></html>" },
  });
  const page = frames(other.url("/in.html"));
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/frames.html": page },
  });
  const visitor = await newPerson();
  const agent = await newPerson();
  await visitor.goto(site.url("/frames.html"));
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  const said = mirror(agent).frameLocator("#other").locator("body");
  const words = `This part belongs to another site (${new URL(other.origin).host}) and cannot be shown`;
  await expect(said).toHaveText(words);
  const size = (frame: Element): number[] => {
    const { width, height } = frame.getBoundingClientRect();
    return [width, height];
  };
  for (const id of ["#other", "#masked"]) {
    const wanted = await visitor.locator(id).evaluate(size);
    expect(await mirror(agent).locator(id).evaluate(size)).toEqual(wanted);
  }
  await expect(mirror(agent).frameLocator("#masked").locator("body")).toHaveText("");

  // Moved, a frame begins anew, in the mirror as in the page.
  await visitor.evaluate(() => document.body.append(document.querySelector("#other") as Element));
  await expect(mirror(agent).locator("body > iframe:last-of-type")).toHaveId("other");
  await expect(said).toHaveText(words);

  // What is masked later is not named any more.
  await visitor.evaluate(() => document.querySelector("#other")?.classList.add("no-userview"));
  await expect(mirror(agent).frameLocator("#other").getByText("another site")).toHaveCount(0);
  await expect(mirror(agent).locator("#other")).toBeVisible();
});
