/** Rows of Pageview, Event and Screenshot: what Carla did on the kite's page. */
import { expect } from "../../fixtures/index.ts";
import { expectWithin, later, moment, type Rows, row, UUID } from "./rows.ts";
import type { Pageview, Told } from "./told.ts";

const TITLES = [
  "Page loaded",
  'Clicked "Add to cart"',
  'Submitted form "buy"',
  "Live chat conversation started",
  "Voucher redeemed",
  "Session with Ada Lovelace started",
  "Session with Ada Lovelace and Support ended",
  "Session with Support started",
  "Session with Support ended",
];
const ICONS = ["load", "click", "submit", "chat", "star", ...Array<string>(4).fill("session")];

/** Pages tell how long ago something was; on a busy machine the message is on its way for so long at most. */
const LATE_MS = 2000;

/** The kite's page, which was open when she left. */
function kite({ visitor }: Told): Pageview {
  const [newest] = visitor.after.history ?? [];
  if (newest === undefined) throw new Error("expected a page view in the history, there is none");
  return newest;
}

/** What the page itself told of its history: the page view's id, and its events. */
function toldByPage({ browser }: Told): { pageview: string; uuids: string[] }[] {
  return browser.sent
    .filter(({ type }) => type === "history")
    .map((message) => ({
      pageview: String(message["pageview"]),
      uuids: (message["events"] as { uuid: string }[]).map(({ uuid }) => uuid),
    }));
}

export const PAGEVIEW: Rows<"Pageview"> = {
  events: row("she clicked, bought, wrote to the chat and was watched", (told) => {
    expect(kite(told).events.map(({ title }) => title)).toEqual(TITLES);
    expect(told.visitor.before.history?.[0]?.events).toEqual(kite(told).events.slice(0, 5));
  }),
  pageview_id: row("her page made it", (told) => {
    const ids = told.visitor.after.history?.map(({ pageview_id }) => pageview_id) ?? [];
    const own = new Set(toldByPage(told).map(({ pageview }) => pageview));
    expect(ids).toEqual([...own].reverse());
    for (const id of ids) expect(id).toMatch(UUID);
  }),
  screenshot: later("pictures of page views", "no picture is made", (told) => {
    expect(told.visitor.after.history?.map(({ screenshot }) => screenshot)).toEqual([null, null]);
  }),
  ts: row("she opened the page", (told) => {
    const { product, trackEvent } = told.when;
    expectWithin(kite(told).ts, { from: product.from, to: trackEvent.to }, LATE_MS);
  }),
  url: row("the page has parameters that nobody may keep", (told) => {
    expect(kite(told).url).toBe(`${told.shop}/kites/otto.html?email=***&coupon=***&cloth=poppy`);
  }),
};

export const EVENT: Rows<"Event"> = {
  icon: row("each kind of event has one, and the shop chose one of its own", (told) => {
    const { base_url } = told.server;
    const urls = kite(told).events.map(({ icon }) => icon);
    expect(urls).toEqual(ICONS.map((name) => `${base_url}/icons/${name}.svg`));
    for (const url of urls)
      expect(told.icons[url]).toEqual({
        status: 200,
        type: "image/svg+xml",
        text: expect.stringMatching(/^<svg .*<\/svg>\s*$/s),
      });
    expect(new Set(urls.map((url) => told.icons[url]?.text)).size).toBe(new Set(urls).size);
  }),
  title: row("each says what happened, in the page's own words", (told) => {
    const titles = told.visitor.after.history?.map(({ events }) => events.map((one) => one.title));
    expect(titles).toEqual([
      TITLES,
      ["Page loaded", 'Clicked "Sign in"', 'Submitted form "sign-in-form"'],
    ]);
  }),
  ts: row("each at its time, the oldest first", (told) => {
    const { events } = kite(told);
    const times = events.map(({ ts }) => moment(ts));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expectWithin(events[4]?.ts ?? null, told.when.trackEvent, LATE_MS);
    expectWithin(events[5]?.ts ?? null, told.when.consent);
    expectWithin(events[6]?.ts ?? null, told.when.stop);
  }),
  uuid: row("her page made those of what she did", (told) => {
    const { pageview_id, events } = kite(told);
    const uuids = events.map(({ uuid }) => uuid);
    const mine = toldByPage(told).filter(({ pageview }) => pageview === pageview_id);
    expect(uuids.slice(0, 5)).toEqual([...new Set(mine.flatMap((one) => one.uuids))]);
    for (const uuid of uuids) expect(uuid).toMatch(UUID);
    expect(new Set(uuids).size).toBe(uuids.length);
  }),
};

/** No page view has a picture yet: neither of its sizes, nor what an image says. */
function noPicture(told: Told): void {
  for (const { screenshot } of [kite(told), ...(told.visitor.before.history ?? [])])
    expect(screenshot).toBeNull();
}

const PICTURES = "pictures of page views";

export const SCREENSHOT: Rows<"Screenshot"> = {
  small: later(PICTURES, "no picture is made", noPicture),
  medium: later(PICTURES, "no picture is made", noPicture),
  large: later(PICTURES, "no picture is made", noPicture),
};

export const IMAGE: Rows<"Image"> = {
  url: later(PICTURES, "no picture is made", noPicture),
  height: later(PICTURES, "no picture is made", noPicture),
  width: later(PICTURES, "no picture is made", noPicture),
};
