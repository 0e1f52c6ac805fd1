// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Globals } from "../src/companion/chats/chat.ts";
import { CHATS } from "../src/companion/chats/chats.ts";
import { ChatWatch } from "../src/companion/chats/watch.ts";
import type { PieceHost } from "../src/companion/piece.ts";

type Said = (...args: unknown[]) => void;

const WATCH = "https://uv.example/visitors/ABCDEFGHIJKLMNOP12/watch";

/** Chats in the shape that their makers document, as far as data of the visitor goes into them. */
const PAGES: Readonly<Record<string, (said: Said) => Record<string, unknown>>> = {
  intercom: (said) => ({
    Intercom: (call: string, ...rest: unknown[]) =>
      call === "getVisitorId" ? "8a6f" : said(call, ...rest),
  }),
  zendesk: (said) => ({
    zE: (call: string, ...rest: unknown[]) => call === "messenger:set" && said(call, ...rest),
  }),
  crisp: (said) => ({
    $crisp: {
      get: () => null,
      is: () => true,
      push: (call: unknown[]) => call[0] === "set" && said(call),
    },
  }),
  livechat: (said) => ({ LiveChatWidget: { get: () => ({}), on: () => {}, call: said } }),
  drift: (said) => ({
    drift: { on: () => {}, identify: () => {}, api: { setUserAttributes: said } },
  }),
  freshchat: (said) => ({
    fcWidget: { isInitialized: () => true, user: { get: async () => ({}), setProperties: said } },
  }),
  tawk: (said) => ({ Tawk_API: { getStatus: () => "online", setAttributes: said } }),
  olark: (said) => ({
    olark: Object.assign(
      (call: string, ...rest: unknown[]) => {
        if (call === "api.visitor.getDetails") (rest[0] as Said)({});
        else if (call === "api.visitor.updateCustomFields") said(call, ...rest);
      },
      { identify: () => {} },
    ),
  }),
  chatwoot: (said) => ({
    $chatwoot: { setUser: () => {}, toggle: () => {}, setCustomAttributes: said },
  }),
  helpscout: (said) => ({
    Beacon: (call: string, ...rest: unknown[]) => call === "session-data" && said(call, ...rest),
  }),
  tidio: (said) => ({
    tidioChatApi: { on: () => {}, open: () => {}, setContactProperties: said },
  }),
};

/** How each of them is given the link. */
function expected(name: string, link: string): unknown[] {
  const attribute = { userview_link: link };
  const calls: Readonly<Record<string, unknown[]>> = {
    intercom: ["update", attribute],
    zendesk: ["messenger:set", "conversationFields", [{ id: "4711", value: link }]],
    crisp: [["set", "session:data", [[["userview_link", link]]]]],
    livechat: ["update_session_variables", attribute],
    tawk: [{ "userview-link": link }, expect.any(Function)],
    olark: ["api.visitor.updateCustomFields", attribute],
    helpscout: ["session-data", attribute],
  };
  return calls[name] ?? [attribute];
}

const host = {
  pageview: "1",
  settings: { link_in_livechat: true, zendesk_link_field: "4711" as string | null },
  visitor: { watch_link: WATCH },
  presence: { info: () => ({ pageview: host.pageview }) },
  send: () => true,
  note: () => {},
};

let watch: ChatWatch | undefined;

function look(page: Globals): ChatWatch {
  watch?.stop();
  watch = new ChatWatch(host as unknown as PieceHost, page);
  return watch;
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  host.pageview = "1";
  host.settings = { link_in_livechat: true, zendesk_link_field: "4711" };
  host.visitor = { watch_link: WATCH };
});
afterEach(() => {
  watch?.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("every chat to which a page may give data of its own has a case here", () => {
  const able = CHATS.filter((chat) => chat.share !== undefined);
  expect(able.map((chat) => chat.name)).toEqual(Object.keys(PAGES));
});

test.each(Object.keys(PAGES))("I7: %s is given the link once for each visitor", async (name) => {
  const said: unknown[][] = [];
  const page = (PAGES[name] as (said: Said) => Globals)((...args) => void said.push(args));
  look(page);
  await vi.advanceTimersByTimeAsync(20_000);
  const first = [expected(name, `${WATCH}?from=${name}`)];
  expect(said).toEqual(first);
  // Another page view, a new connection, another page of the site.
  host.pageview = "2";
  watch?.changed();
  watch?.opened();
  await vi.advanceTimersByTimeAsync(20_000);
  look(page);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toEqual(first);
  const other = "https://uv.example/visitors/BBCDEFGHIJKLMNOP12/watch";
  host.visitor = { watch_link: other };
  watch?.received({ type: "visitor.changed" } as never);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toEqual([...first, expected(name, `${other}?from=${name}`)]);
});

test("I7: where the team does not want it, nothing is said to the chat", async () => {
  host.settings = { link_in_livechat: false, zendesk_link_field: "4711" };
  const said = vi.fn();
  for (const make of Object.values(PAGES)) {
    look(make(said));
    await vi.advanceTimersByTimeAsync(20_000);
  }
  expect(said).not.toHaveBeenCalled();
});

test("Zendesk's messaging needs the team's field; its classic chat gets a note", async () => {
  host.settings = { link_in_livechat: true, zendesk_link_field: null };
  const said = vi.fn();
  const page = (PAGES["zendesk"] as (said: Said) => Record<string, unknown>)(said);
  look(page);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).not.toHaveBeenCalled();
  page["$zopim"] = { livechat: { appendNotes: said } };
  look(page);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said.mock.calls).toEqual([[`UserView: ${WATCH}?from=zendesk`]]);
});

test("a chat that is not ready is given the link at a later look", async () => {
  const said = vi.fn();
  const $chatwoot = {
    setUser: () => {},
    toggle: () => {},
    hasLoaded: false,
    setCustomAttributes: said,
  };
  look({ $chatwoot });
  await vi.advanceTimersByTimeAsync(2000);
  expect(said).not.toHaveBeenCalled();
  $chatwoot.hasLoaded = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toHaveBeenCalledTimes(1);
  const began: unknown[] = [];
  const Intercom = Object.assign((...call: unknown[]) => void began.push(call), { q: [] });
  look({ Intercom });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(began).toEqual([["getVisitorId"], ["getVisitorId"], ["getVisitorId"], ["getVisitorId"]]);
});

test("a chat that speaks of somebody else is given the link again", async () => {
  const said = vi.fn();
  const customer = { id: "c-1" };
  look({ LiveChatWidget: { get: () => customer, on: () => {}, call: said } });
  await vi.advanceTimersByTimeAsync(20_000);
  customer.id = "c-2";
  watch?.received({ type: "visitor.changed" } as never);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toHaveBeenCalledTimes(2);
});

test("a page without storage is given the link once all the same; what a chat throws goes no further", async () => {
  vi.stubGlobal("sessionStorage", {
    getItem: () => {
      throw new Error("denied");
    },
    setItem: () => {
      throw new Error("denied");
    },
  });
  const said = vi.fn(() => {
    throw new Error("a defect of the chat");
  });
  look({ Beacon: said });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said.mock.calls.filter(([call]: unknown[]) => call === "session-data")).toHaveLength(1);
});
