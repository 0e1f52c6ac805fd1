/** What a page made before anybody watched: all of it where the loader stands first, as much as can be found where it came later. */
import type { Page } from "@playwright/test";
import { PNG } from "pngjs";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag, snippet } from "../../src/site.ts";

const PAGE = `<!doctype html><html><head><title>Early</title></head><body>
  <h1>Early</h1>
  <canvas width="60" height="40"></canvas>
  <x-early></x-early>
  <script>
    const gl = document.querySelector("canvas").getContext("webgl");
    gl.clearColor(1, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    class Early extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: "closed" }).innerHTML = "<b>In a closed root</b>";
      }
    }
    customElements.define("x-early", Early);
    window.act = () => {
      gl.clearColor(0, 0, 1, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      document.body.append(new Early());
    };
  </script>
</body></html>`;

async function watch(server: Server, visitor: Page, agent: Page): Promise<void> {
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Early" })).toBeVisible();
}

/** The middle of the mirrored drawing: red, green, blue. */
async function drawn(agent: Page): Promise<number[]> {
  const picture = await mirror(agent).locator("canvas").screenshot();
  const { width, height, data } = PNG.sync.read(picture);
  const at = 4 * (width * (height >> 1) + (width >> 1));
  return [...data.subarray(at, at + 3)];
}

test("with the loader first in the head, what WebGL drew and closed shadow roots are shown", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/early.html": PAGE },
  });
  const visitor = await newPerson();
  const agent = await newPerson();
  await visitor.goto(site.url("/early.html"));
  await watch(server, visitor, agent);
  await expect(mirror(agent).getByText("In a closed root")).toBeVisible();
  await expect.poll(() => drawn(agent)).toEqual([255, 0, 0]);
  await visitor.evaluate("act()");
  await expect(mirror(agent).getByText("In a closed root")).toHaveCount(2);
  await expect.poll(() => drawn(agent)).toEqual([0, 0, 255]);
});

test("with the asynchronous snippet they are shown from the beginning of the session on", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "plain",
    head: snippet(server.ready),
    pages: { "/early.html": PAGE },
  });
  const visitor = await newPerson();
  const agent = await newPerson();
  // The page is done before the loader comes.
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await visitor.route(`**/${server.ready.public_key}.js`, async (route) => {
    await held;
    await route.continue();
  });
  const opened = visitor.goto(site.url("/early.html"));
  await expect(visitor.locator("x-early")).toBeVisible();
  release();
  await opened;
  await watch(server, visitor, agent);
  await visitor.evaluate("act()");
  const words = mirror(agent).getByText("In a closed root");
  await expect(words).toBeVisible();
  await expect.poll(() => drawn(agent)).toEqual([0, 0, 255]);
  // The one from before stays closed to everybody.
  expect(await words.count()).toBe(1);
});
