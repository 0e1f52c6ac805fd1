/** A visit to the shop, recorded from the real server's stream and played by the frame that also shows it live. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { installPrints, keepPrints, type Print, viewerFrame } from "../../src/mirror-print.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { PlaybackPage } from "../../src/playback-page.ts";
import { Rest } from "../../src/rest.ts";
import { TakenStream } from "../../src/taken-stream.ts";

const MOMENTS = 20;
const SLIDE_MS = 60_000;
/** How far apart live and played time may be: the network's part, and that of a drawn frame. */
const APART_MS = 400;

/** Goes through the shop: pages, fields, scrolling, and an animation. */
async function visitShop(visitor: Page, server: Server, agent: Page): Promise<void> {
  await visitor.getByPlaceholder("Search kites").pressSequentially("oct", { delay: 60 });
  await expect(mirror(agent).locator("#found")).toHaveText(/of 12 found/);
  await visitor.getByPlaceholder("Search kites").fill("");
  await visitor.mouse.move(300, 300, { steps: 5 });
  for (let turn = 0; turn < 4; turn++) {
    await visitor.mouse.wheel(0, 150);
    await pause(120);
  }
  await visitor.goto(new URL("/kites/otto.html", server.ready.demo_url).href);
  await expect(mirror(agent).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
  await pause(700);
  await visitor.evaluate((duration) => {
    document
      .querySelector("h1")
      ?.animate([{ transform: "none" }, { transform: "translateX(200px)" }], { duration });
  }, SLIDE_MS);
  await visitor.getByText("Lagoon").click();
  await visitor.getByRole("button", { name: "One Otto more" }).click();
  await pause(400);
  await visitor.getByRole("button", { name: "Add to cart" }).click();
  await expect(mirror(agent).getByText("2 × Otto, Lagoon")).toBeVisible();
  await pause(400);
  // The visitor reads, and nothing happens but what the page itself still ends: a message that goes, the digest of the last change.
  await pause(6000);
  await visitor.goto(new URL("/checkout.html", server.ready.demo_url).href);
  await expect(mirror(agent).getByRole("heading", { name: "Check out" })).toBeVisible();
  await pause(700);
  await visitor.getByLabel("Street and number").pressSequentially("Kite Hill 3", { delay: 40 });
  await visitor.getByLabel("Town").fill("Galway");
  await visitor.getByLabel("Coupon").selectOption("WIND10");
  await visitor.getByLabel("Card number").scrollIntoViewIfNeeded();
  await expect(mirror(agent).getByLabel("Town")).toHaveValue("Galway");
  await pause(1500);
}

test("a recorded visit can be played, sought anywhere and skipped, and is what the live mirror was", async ({
  server,
  newPerson,
}) => {
  test.setTimeout(180_000);
  const visitor = await newPerson();
  await visitor.goto(server.ready.demo_url);
  const agent = await newPerson({ viewport: { width: 1280, height: 860 } });
  const stream = new TakenStream(agent);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Good wind" })).toBeVisible();
  await keepPrints(viewerFrame(agent));
  await visitShop(visitor, server, agent);
  const live = await viewerFrame(agent).evaluate(() => window.prints);
  const byPlace = new Map(live.map((print) => [print.place, print]));
  expect(byPlace.size).toBeGreaterThan(MOMENTS);
  // The recording begins with the first thing that was taken down.
  const [first] = stream.parts;
  const begun = first !== undefined && "received" in first ? first.received : 0;

  const playback = await PlaybackPage.open(
    await newPerson({ viewport: { width: 1280, height: 860 } }),
    new URL("/sign-in", server.ready.base_url).href,
    server.ready.replay_origin,
  );
  await playback.load(stream);
  const duration = (await playback.state())?.duration ?? 0;
  expect(duration).toBeGreaterThan(8000);
  const viewer = viewerFrame(playback.page);
  await installPrints(viewer);
  const print = async () =>
    (await viewer.evaluate(() => window.printMirror())) ?? ({ place: "", text: "" } as Print);
  const sought: number[] = [];

  await test.step(`${MOMENTS} random moments, forth and back`, async () => {
    let seed = 20_261_125;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let animated = 0;
    for (let compared = 0, tries = 0; compared < MOMENTS; tries++) {
      expect(tries, "moments of which there is a print").toBeLessThan(20 * MOMENTS);
      const at = Math.round(random() * duration);
      await playback.seek(at);
      const { place } = await print();
      const then = byPlace.get(place);
      if (then === undefined) continue;
      await expect
        .poll(async () => (await print()).text, { message: `${place} at ${at}` })
        .toBe(then.text);
      // The live mirror stood there until then.
      expect(then.at - begun).toBeGreaterThan(at - APART_MS);
      sought.push(at);
      compared++;
      const [was] = then.animations;
      const [is] = (await print()).animations;
      if (was === undefined) continue;
      animated++;
      expect(Math.abs((is ?? 0) - was + (then.at - begun - at))).toBeLessThan(APART_MS);
    }
    expect(animated, "moments with an animation").toBeGreaterThan(0);
    expect((await playback.states()).filter(({ problem }) => problem !== null)).toEqual([]);
  });

  await test.step("what moves by itself stands while the recording stands", async () => {
    const before = (await print()).animations;
    await pause(300);
    expect((await print()).animations).toEqual(before);
  });

  await test.step("played from the beginning, sixteen times as fast, quiet stretches passed over", async () => {
    await playback.seek(0);
    // Slow enough that the stretch which is passed over takes a second, and a poll cannot miss what is said of it.
    await playback.tell({ type: "speed", speed: 2 });
    await playback.tell({ type: "skip", longer: 2500 });
    await playback.tell({ type: "play" });
    await expect(playback.page.frameLocator("iframe").locator(".passing")).toHaveText(
      /^Skipping \d+ s without activity$/,
    );
    await playback.tell({ type: "speed", speed: 16 });
    await playback.stands(duration);
    const last = live.at(-1);
    await expect.poll(async () => (await print()).text).toBe(last?.text);
    expect((await playback.states()).some(({ skipping }) => skipping !== null)).toBe(true);
    expect((await playback.states()).filter(({ problem }) => problem !== null)).toEqual([]);
  });

  await test.step("a moment sought again is the same as before", async () => {
    const prints: string[] = [];
    for (const at of [...sought, ...sought.toReversed()]) {
      await playback.seek(at);
      const text = async () => (await print()).text;
      const known = byPlace.get((await print()).place)?.text;
      await expect.poll(text).toBe(known);
      prints.push(await text());
    }
    expect(prints.slice(sought.length).reverse()).toEqual(prints.slice(0, sought.length));
  });
});
