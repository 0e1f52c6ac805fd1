/** Rows of Visitor: what Carla did in the shop, beside the stranger of whom the same server knows nothing. */
import { expect } from "../../fixtures/index.ts";
import { BOB } from "./journey.ts";
import { expectWithin, moment, type Row, type Rows, row } from "./rows.ts";
import type { Told, Visitor } from "./told.ts";

/** What was so for Carla from signing in to leaving, and what it is for the stranger. */
function known<Name extends keyof Visitor>(
  name: Name,
  done: string,
  carlas: Visitor[Name] | ((told: Told) => Visitor[Name]),
  strangers: Visitor[Name],
): Row {
  return row(done, (told) => {
    const expected = typeof carlas === "function" ? carlas(told) : carlas;
    expect(told.visitor.before[name]).toEqual(expected);
    expect(told.visitor.during[name]).toEqual(expected);
    expect(told.visitor.after[name]).toEqual(expected);
    expect(told.visitor.stranger[name]).toEqual(strangers);
  });
}

const PERSON = ["Carla Cart", "carla.cart@example.com"];

export const VISITOR: Rows<"Visitor"> = {
  added_at: row("she opened the shop for the first time", ({ visitor, when }) => {
    expectWithin(visitor.before.added_at, when.arrival);
    expect(visitor.after.added_at).toBe(visitor.before.added_at);
    expect(moment(visitor.stranger.added_at)).toBeGreaterThan(moment(visitor.before.added_at));
  }),
  api_key: row("the shop has the team's snippet", ({ visitor, server }) => {
    expect(visitor.before.api_key).toBe(server.public_key);
  }),
  browser_name: row("her browser names itself in hints", ({ visitor }) => {
    expect(visitor.before.browser_name).toBe("Chrome Mobile 156");
    expect(visitor.stranger.browser_name).toMatch(/^Headless Chrome \d+$/);
  }),
  call_name: row("Dora followed Bob's personal link; he answered", ({ caller, visitor }) => {
    const { waiting, answered, after, asking } = caller;
    expect([waiting.call_name, answered.call_name]).toEqual([BOB.call_name, BOB.call_name]);
    expect([after.call_name, asking.call_name, visitor.after.call_name]).toEqual([
      null,
      null,
      null,
    ]);
  }),
  device_name: known("device_name", "a hint names her phone", "Pixel 9", null),
  device_type: known("device_type", "a hint says that it is a phone", "mobile", "desktop"),
  email: known("email", "she signed in with it", "carla.cart@example.com", null),
  history: row("her team collects it, and REST was asked for it", ({ visitor, shop }) => {
    expect(visitor.after.history?.map(({ url }) => new URL(url).pathname)).toEqual([
      "/kites/otto.html",
      "/account.html",
    ]);
    expect(visitor.after.history?.every(({ url }) => url.startsWith(`${shop}/`))).toBe(true);
    expect([visitor.during.history, visitor.stranger.history]).toEqual([null, null]);
  }),
  identities: known("identities", "the shop told who signed in", PERSON, null),
  identity_verified: row("the team's own server said the same by REST", ({ visitor }) => {
    expect([visitor.before, visitor.during].map((one) => one.identity_verified)).toEqual([
      false,
      false,
    ]);
    expect(visitor.after.identity_verified).toBe(true);
    expect(visitor.stranger.identity_verified).toBe(false);
  }),
  integration: row("the shop has a live chat, until its team looks for none", ({ visitor }) => {
    expect([visitor.before.integration, visitor.during.integration]).toEqual(["crisp", "crisp"]);
    expect([visitor.after.integration, visitor.stranger.integration]).toEqual([null, null]);
  }),
  integration_ids: known(
    "integration_ids",
    "the chat knows her by a number",
    ["crisp:session_8a6f0c"],
    [],
  ),
  ip_address: known("ip_address", "a trusted proxy named hers", "81.2.69.142", "10.20.30.40"),
  is_in_session: row("two agents watched her, then none did", ({ visitor }) => {
    expect(visitor.before.is_in_session).toBe(false);
    expect(visitor.during.is_in_session).toBe(true);
    expect(visitor.after.is_in_session).toBe(false);
  }),
  is_online: row("she went from page to page, then closed the last one", ({ visitor }) => {
    expect([visitor.before.is_online, visitor.during.is_online]).toEqual([true, true]);
    expect([visitor.after.is_online, visitor.stranger.is_online]).toEqual([false, true]);
  }),
  is_supported: known("is_supported", "her browser has what a session needs", true, false),
  is_waiting_for_call: row("Dora called Bob, until he answered", ({ caller, visitor }) => {
    const { waiting, answered, asking } = caller;
    expect(waiting.is_waiting_for_call).toBe(true);
    expect([answered, asking, visitor.after].map((one) => one.is_waiting_for_call)).toEqual([
      false,
      false,
      false,
    ]);
  }),
  js_configuration: known("js_configuration", "the page masks something of its own", true, false),
  last_seen_at: row("she did something, and closed the last page", ({ visitor, when }) => {
    expect(moment(visitor.before.last_seen_at)).toBeGreaterThan(when.trackEvent.from);
    expect(moment(visitor.before.last_seen_at)).toBeLessThan(when.start.from);
    expectWithin(visitor.after.last_seen_at, when.leaving);
  }),
  last_url: row("she opened a page with parameters that nobody may keep", (told) => {
    const url = `${told.shop}/kites/otto.html?email=***&coupon=***&cloth=poppy`;
    expect([told.visitor.before.last_url, told.visitor.after.last_url]).toEqual([url, url]);
    expect(told.visitor.stranger.last_url).toBe(told.strangersUrl);
  }),
  location_city: known("location_city", "her address is in a city database", "London", null),
  location_country: known("location_country", "her address is in a city database", "GB", null),
  location_country_name: known(
    "location_country_name",
    "her address is in a city database",
    "United Kingdom",
    null,
  ),
  lookup_code: row("her page asked for one; a session used it up", ({ visitor, browser }) => {
    expect(browser.lookupCode).toMatch(/^\d{6}$/);
    expect(visitor.before.lookup_code).toBe(browser.lookupCode);
    expect([visitor.during.lookup_code, visitor.stranger.lookup_code]).toEqual([null, null]);
  }),
  metadata: known(
    "metadata",
    "the shop told what is in her cart",
    { cart_pieces: 1, cart_value: 98 },
    {},
  ),
  name: known("name", "she signed in with it", "Carla Cart", null),
  nickname: row("she has a name, the stranger has nothing but a short id", ({ visitor }) => {
    expect(visitor.before.nickname).toBe("Carla Cart");
    expect(visitor.stranger.nickname).toBe(visitor.stranger.short_id);
  }),
  sessions: row("three sessions, the newest first", ({ visitor, session }) => {
    expect(visitor.before.sessions).toEqual([]);
    expect(visitor.during.sessions.map(({ id }) => id)).toEqual([session.live.id]);
    const { fromChat, fromList, declined, ended } = session;
    expect(visitor.after.sessions).toEqual([fromChat, fromList, declined, ended]);
  }),
  short_id: row("her browser keeps it", ({ visitor, browser }) => {
    expect(browser.shortId).toMatch(/^[A-Z0-9]{18}$/);
    expect(visitor.before.short_id).toBe(browser.shortId);
  }),
  tags: known("tags", "she signed in and filled her cart", ["#customer", "#cart"], []),
  unique_id: known(
    "unique_id",
    "the shop knows her by a customer's number",
    ({ browser }) => browser.customerNumber,
    null,
  ),
  watch_link: row(
    "Bob opened it, signed in, and saw her page",
    ({ visitor, watchLink, ...told }) => {
      const { short_id, watch_link } = visitor.before;
      expect(watch_link).toBe(`${told.server.base_url}/visitors/${short_id}/watch`);
      expect(watchLink.asked).toBe(true);
      expect(watchLink.ledTo).toBe(`${told.server.base_url}/watch/${told.session.live.id}`);
    },
  ),
};
