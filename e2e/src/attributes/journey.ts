/** One journey through the shop in which something happens for every attribute. */
import { expect } from "../../fixtures/index.ts";
import {
  allow,
  becomeCustomer,
  clickIn,
  decline,
  mirror,
  shortIdOf,
  stopSharing,
  typeInto,
  wheelOver,
} from "../people.ts";
import { snippet } from "../site.ts";
import { Wire } from "../wire.ts";
import {
  lookupCodeOf,
  opened,
  sessionAt,
  sessionsBy,
  settingsToldTo,
  signInAt,
  timed,
  titles,
  watchFromList,
} from "./acts.ts";
import { called } from "./caller.ts";
import { type Cast, type Fixtures, gather, VIEWPORT } from "./cast.ts";
import { changedSettings } from "./settings.ts";
import type { Description, FullAgent, Session, Team, Told, Visitor } from "./told.ts";

/** A page with parameters that nobody may keep: one is always scrubbed, one at the team's wish. */
export const PRODUCT = "/kites/otto.html?email=carla@example.com&coupon=WIND10&cloth=poppy";
export const EVENT = { title: "Voucher redeemed", icon: "star" };
export const ADA = { id: "crm-42", name: "Ada Lovelace", email: "ada@crm.example" };
export const METADATA = { ticket: 4711, channel: "phone", vip: true };
export const NOTES = "Asked for a longer tail.";
/** What REST says of Bob beside what his account says. */
export const BOB = { call_name: "bob", permissions: { allow_type: false } };
export const RATING = 4;
export const EVE = { external_id: "crm-7", name: "Eve", availability: "away" };

/** Play it; everybody in it has left when it resolves. */
export async function journey(fixtures: Fixtures, folder: string): Promise<Told> {
  const cast = await gather(fixtures, folder);
  try {
    return await play(cast, fixtures);
  } finally {
    await cast.proxy.close();
  }
}

async function play(cast: Cast, { newPerson, openSite }: Fixtures): Promise<Told> {
  const { carla, proxy, rest, server, shop } = cast;
  const wire = new Wire(carla);
  const settings = settingsToldTo(carla);
  const [ada, bob] = [
    await newPerson({ viewport: { width: 900, height: 860 } }),
    await newPerson({ viewport: { width: 1280, height: 860 } }),
  ];
  const visitorNow = async (shortId: string, query = ""): Promise<Visitor> =>
    (await rest.good<{ visitor: Visitor }>("GET", `/v1/visitors/${shortId}${query}`)).visitor;
  const sessionNow = async (id: string): Promise<Session> =>
    (await rest.good<{ session: Session }>("GET", `/v1/sessions/${id}`)).session;
  const agentNow = async (id: string): Promise<FullAgent> =>
    (await rest.good<{ agent: FullAgent }>("GET", `/v1/agents/${id}`)).agent;

  /** User agents are read beside the server, which waits for nothing. */
  const knownDevice = async (shortId: string): Promise<void> => {
    const name = async () => (await visitorNow(shortId)).browser_name;
    await expect.poll(name, { timeout: 30_000 }).not.toBeNull();
  };

  /** What is done in a page is seen by a part of the SDK that comes when the page is at rest: no person is as quick as a test. */
  const hasTold = async (title: string): Promise<void> => {
    const here = new URL(carla.url()).pathname;
    const toldHere = async () => {
      const [newest] = (await visitorNow(shortId, "?with_history=true")).history ?? [];
      const isHere = newest !== undefined && new URL(newest.url).pathname === here;
      return isHere ? newest.events.map((event) => event.title) : [];
    };
    await expect.poll(toldHere, { timeout: 15_000 }).toContain(title);
  };

  // She arrives, signs in, and puts a kite into the cart.
  const arrival = await timed(async () => {
    await carla.goto(shop.url("/account.html"));
    return shortIdOf(carla);
  });
  const shortId = arrival.result;
  await hasTold("Page loaded");
  await becomeCustomer(carla, "Carla Cart", "correct horse battery");
  const customer = await carla.locator("#hello-since").textContent();
  // She stays until all of it has been told.
  await hasTold('Submitted form "sign-in-form"');
  const product = await timed(() => carla.goto(shop.url(PRODUCT)));
  await hasTold("Page loaded");
  await carla.getByRole("button", { name: "Add to cart" }).click();
  await carla.keyboard.press("Escape");
  expect(await carla.evaluate(() => window.UserView("saveHistory"))).toBe(true);
  await carla.waitForFunction(() => "converse" in window && typeof window.converse === "function");
  await carla.evaluate(() => (window as unknown as { converse(): void }).converse());
  const trackEvent = await timed(() =>
    carla.evaluate((event) => window.UserView("trackEvent", event), EVENT),
  );
  const lookupCode = await lookupCodeOf(carla);
  await expect
    .poll(async () => titles(await visitorNow(shortId, "?with_history=true")))
    .toContain(EVENT.title);
  await knownDevice(shortId);
  const before = await visitorNow(shortId, "?with_history=true");

  // Ada watches by a link, and does what she may; Bob comes by the visitor's own link, and has to sign in.
  const start = await timed(async () =>
    rest.good<{ watch_url: string; session_id: string }>(
      "POST",
      `/v1/visitors/${shortId}/watch_url`,
      { agent: ADA, metadata: METADATA, initial_notes: NOTES, branding: { naked: true } },
    ),
  );
  const requested = await sessionNow(start.result.session_id);
  await ada.goto(start.result.watch_url);
  const consent = await timed(async () => {
    await allow(carla);
    await expect(mirror(ada).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
    await expect.poll(async () => (await sessionNow(requested.id)).went_live).toBe(true);
  });
  await clickIn(ada, mirror(ada).getByText("Lagoon"));
  await expect(carla.getByLabel("Lagoon")).toBeChecked();
  await typeInto(ada, mirror(ada).getByPlaceholder("Search kites"), "tail");
  await expect(carla.getByPlaceholder("Search kites")).toHaveValue("tail");
  const top = await carla.evaluate(() => scrollY);
  await wheelOver(ada, mirror(ada).getByText("Lagoon"), 300);
  await expect.poll(() => carla.evaluate(() => scrollY)).toBeGreaterThan(top + 100);

  await bob.goto(before.watch_link);
  const asked = await signInAt(bob, cast);
  await expect(mirror(bob).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
  await expect.poll(async () => (await sessionNow(requested.id)).length_seconds).toBeGreaterThan(0);
  const watchLink = { asked, ledTo: bob.url() };
  const [during, live] = [await visitorNow(shortId), await sessionNow(requested.id)];
  await rest.good("PATCH", "/v1/team", { enable_session_rating: true });
  await expect.poll(() => settings.at(-1)?.["enable_session_rating"]).toBe(true);
  const stop = await timed(async () => {
    await stopSharing(carla);
    await expect.poll(async () => (await sessionNow(requested.id)).state).toBe("ended");
  });
  await carla.getByRole("radio", { name: "4/5: Good" }).check();
  await expect.poll(async () => (await sessionNow(requested.id)).rating).toBe(RATING);
  await rest.good("PATCH", "/v1/team", { enable_session_rating: false });
  const ended = await sessionNow(requested.id);
  const { timeline } = await rest.good<{ timeline: Told["timeline"] }>(
    "GET",
    `/v1/sessions/${ended.id}/timeline?limit=100`,
  );

  // Bob finds her by the code that she reads out; she declines. Then from his list; that is ended by REST.
  await watchFromList(bob, cast, await lookupCodeOf(carla));
  await decline(carla);
  const declinedId = sessionAt(bob);
  await expect.poll(async () => (await sessionNow(declinedId)).state).toBe("ended");
  await watchFromList(bob, cast, "Carla");
  await allow(carla);
  const fromListId = sessionAt(bob);
  await expect.poll(async () => (await sessionNow(fromListId)).went_live).toBe(true);
  await rest.good("POST", `/v1/sessions/${fromListId}/end`);

  // And from within the live chat, by its own id of her.
  await bob.goto(new URL("/integrations/crisp/session_8a6f0c", server.ready.base_url).href);
  await expect(bob).toHaveURL(/\/watch\//);
  const fromChatId = sessionAt(bob);
  await rest.good("POST", `/v1/sessions/${fromChatId}/end`);

  const bobId = ended.agents[1]?.id ?? "";
  await rest.good("PATCH", `/v1/agents/${bobId}`, BOB);
  await bob.goto(server.ready.dashboard_url);
  await expect.poll(async () => (await agentNow(bobId)).status).toBe("online");
  const theBob = await agentNow(bobId);
  const plain = await openSite({ name: "plain", head: snippet(server.ready) });
  const link = `${plain.url()}#userview-call=${BOB.call_name}`;
  const caller = await called(rest, bob, await newPerson(), link);
  await bob.close();
  const eve = await rest.good<{ agent: FullAgent }>("POST", "/v1/agents", EVE);

  // Somebody else comes, of whom nothing is known.
  proxy.client = "10.20.30.40";
  const stranger = await newPerson();
  await stranger.addInitScript(() => Object.assign(window, { MutationObserver: undefined }));
  await stranger.goto(plain.url());
  const strangersId = await shortIdOf(stranger);
  await knownDevice(strangersId);

  // The team's server vouches for Carla; the team changes all its settings; she leaves.
  const { identities, unique_id } = before;
  await rest.good("PATCH", `/v1/visitors/${shortId}`, { identities, unique_id });
  const changed = changedSettings(shop.origin);
  await rest.good("PATCH", "/v1/team", changed);
  await expect.poll(() => settings.at(-1)?.["call_prompt_text"]).toBe(changed.call_prompt_text);
  const leaving = await timed(async () => {
    await carla.close();
    await expect
      .poll(async () => (await visitorNow(shortId)).is_online, { timeout: 15_000 })
      .toBe(false);
  });
  await expect.poll(async () => (await agentNow(bobId)).status).toBe("away");

  const after = await visitorNow(shortId, "?with_history=true");
  const description = await rest.good<Description>("GET", "/openapi.json");
  return {
    server: server.ready,
    description,
    shop: shop.origin,
    strangersUrl: plain.url(),
    browser: {
      shortId,
      customerNumber: customer?.replace("Customer ", "") ?? "",
      lookupCode,
      viewport: VIEWPORT,
      sent: wire.control.map((text) => JSON.parse(text) as Record<string, unknown>),
      settings: settings.at(-1) ?? {},
    },
    visitor: { before, during, after, stranger: await visitorNow(strangersId) },
    caller,
    session: {
      requested,
      live,
      ended,
      declined: await sessionNow(declinedId),
      fromList: await sessionNow(fromListId),
      fromChat: await sessionNow(fromChatId),
    },
    found: {
      source: await sessionsBy(rest, description, "source"),
      video_status: await sessionsBy(rest, description, "video_status"),
    },
    timeline,
    agents: {
      ada: await agentNow(ended.agents[0]?.id ?? ""),
      eve: eve.agent,
      bob: theBob,
      bobGone: await agentNow(bobId),
    },
    team: {
      first: cast.firstTeam,
      journey: cast.journeyTeam,
      changed: (await rest.good<{ team: Team }>("GET", "/v1/team")).team,
    },
    watchLink,
    icons: await opened(after.history?.flatMap(({ events }) => events.map(({ icon }) => icon))),
    when: { arrival, product, start, consent, stop, trackEvent, leaving },
  };
}
