// @vitest-environment happy-dom
import type { VisitorToServer } from "@userview/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Globals } from "../src/companion/chats/chat.ts";
import { CHATS } from "../src/companion/chats/chats.ts";
import { ChatWatch, LOOKS_MS } from "../src/companion/chats/watch.ts";
import type { PieceHost } from "../src/companion/piece.ts";
import { CASES, made } from "./chat-cases.ts";

const sent: VisitorToServer[] = [];
const noted: [kind: string, title: string][] = [];
const host = {
  pageview: "1",
  settings: { link_in_livechat: false },
  presence: { info: () => ({ pageview: host.pageview }) },
  send: (message: VisitorToServer) => {
    sent.push(message);
    return true;
  },
  note: (kind: string, title: string) => noted.push([kind, title]),
};

let watch: ChatWatch | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  noted.length = 0;
  host.pageview = "1";
});
afterEach(() => {
  watch?.stop();
  vi.useRealTimers();
});

function look(page: Globals): ChatWatch {
  watch = new ChatWatch(host as unknown as PieceHost, page);
  return watch;
}

test("every chat that is looked for has a case here", () => {
  expect(Object.keys(CASES)).toEqual(CHATS.map((chat) => chat.name));
});

test.each(Object.entries(CASES))("I6: %s is found, with what it says", async (name, one) => {
  const { page, begin } = one.make();
  look(page);
  await vi.advanceTimersByTimeAsync(600);
  const message = {
    type: "livechat",
    integration: name,
    ...(one.identities && { identities: one.identities }),
    ...(one.id && { integration_ids: [one.id] }),
  };
  expect(sent).toEqual([message]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toEqual([message]);
  expect(noted).toEqual([]);
  // Throws where nobody listens.
  begin?.();
  expect(noted).toEqual(begin ? [["chat", "Live chat conversation started"]] : []);
});

test("the id of a conversation that began is told", async () => {
  const { page, begin } = made("drift");
  look(page);
  await vi.advanceTimersByTimeAsync(100);
  begin();
  await vi.advanceTimersByTimeAsync(600);
  expect(sent.at(-1)).toEqual({
    type: "livechat",
    integration: "drift",
    integration_ids: ["drift:77"],
  });
});

test("a chat that comes late is found at one of the looks, and none is said at the last", async () => {
  const page: Record<string, unknown> = {};
  look(page);
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual([]);
  page["Beacon"] = () => {};
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual([{ type: "livechat", integration: "helpscout" }]);
  delete page["Beacon"];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent.at(-1)).toEqual({ type: "livechat", integration: null });
});

test("a change of the page's address begins the looks anew", async () => {
  const page: Record<string, unknown> = {};
  const found = look(page);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toEqual([{ type: "livechat", integration: null }]);
  page["zE"] = () => {};
  found.changed();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toHaveLength(1);
  host.pageview = "2";
  found.changed();
  await vi.advanceTimersByTimeAsync(600);
  expect(sent.at(-1)).toEqual({ type: "livechat", integration: "zendesk" });
});

test("another visitor is told of the chat a second later, a new connection at once", async () => {
  const found = look(made("crisp").page);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toHaveLength(1);
  found.received({ type: "visitor.changed" } as never);
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(600);
  expect(sent).toHaveLength(2);
  found.opened();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(3);
  found.stop();
  expect(sent.at(-1)).toEqual({ type: "livechat", integration: null });
  await vi.advanceTimersByTimeAsync(LOOKS_MS.at(-1) as number);
  expect(sent).toHaveLength(4);
});

const HUGE = "x".repeat(1_000_000);
const THROWS = new Proxy(() => {}, {
  get: () => {
    throw new Error("get");
  },
  has: () => {
    throw new Error("has");
  },
  apply: () => {
    throw new Error("apply");
  },
  getPrototypeOf: () => {
    throw new Error("getPrototypeOf");
  },
});
/** Answers everything with itself, a promise that never settles included. */
const ENDLESS: unknown = new Proxy(() => {}, {
  get: () => ENDLESS,
  apply: () => ENDLESS,
});

const NAMES = [
  "Intercom",
  "intercomSettings",
  "zE",
  "$zopim",
  "$crisp",
  "CRISP_WEBSITE_ID",
  "LiveChatWidget",
  "drift",
  "HubSpotConversations",
  "hsConversationsSettings",
  "fcWidget",
  "Tawk_API",
  "Tawk_LoadStart",
  "olark",
  "$chatwoot",
  "Beacon",
  "GorgiasChat",
  "tidioChatApi",
  "jivo_api",
  "document",
];

test.each([
  ["nothing", null],
  ["a number", 7],
  ["a huge text", HUGE],
  ["a symbol", Symbol("x")],
  ["an empty object", {}],
  ["an array", []],
  ["an element", document.createElement("div")],
  ["what throws at every touch", THROWS],
  ["what answers itself without an end", ENDLESS],
  ["a function that answers a rejected promise", async () => Promise.reject(new Error("no"))],
  ["a function that never answers", () => new Promise(() => {})],
])("nothing comes of globals that are %s", async (_name, value) => {
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  process.on("unhandledRejection", onFailure);
  look(Object.fromEntries(NAMES.map((name) => [name, value])));
  await vi.advanceTimersByTimeAsync(30_000);
  process.off("unhandledRejection", onFailure);
  expect(failures).toEqual([]);
  expect(JSON.stringify(sent).length).toBeLessThan(500);
  for (const message of sent) expect(message).not.toHaveProperty("identities");
});

test("globals whose getters throw are as good as none", async () => {
  const page = {};
  for (const name of NAMES) {
    Object.defineProperty(page, name, {
      get: () => {
        throw new Error(name);
      },
    });
  }
  look(page);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent).toEqual([{ type: "livechat", integration: null }]);
});

test("what is no short text is no identity, what is no id is no integration id", async () => {
  const values: Record<string, unknown> = {
    "user:nickname": HUGE,
    "user:email": { toString: () => "no" },
    "session:identifier": "two words",
  };
  look({ $crisp: { get: (name: string) => values[name], is: () => true, push: () => {} } });
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([{ type: "livechat", integration: "crisp" }]);
});

test("nothing is called that opens, loads or changes a chat", async () => {
  const calls: string[] = [];
  const recorder = (name: string): unknown =>
    new Proxy(() => {}, {
      get: (_target, member) =>
        typeof member === "string" && member !== "then" ? recorder(`${name}.${member}`) : undefined,
      apply: (_target, _self, args: unknown[]) => {
        calls.push(`${name}(${args.filter((one) => typeof one === "string").join(", ")})`);
      },
    });
  for (const chat of CHATS) {
    const page = Object.fromEntries(NAMES.map((name) => [name, recorder(name)]));
    try {
      chat.isThere(page);
      void chat.ask?.(page);
      chat.listen?.(page, () => {});
    } catch {}
  }
  expect([...new Set(calls)].sort()).toEqual(
    [
      "$crisp.get(session:identifier)",
      "$crisp.get(user:email)",
      "$crisp.get(user:nickname)",
      "$crisp.push()",
      "Beacon(on, chat-started)",
      "GorgiasChat.isOpen()",
      "GorgiasChat.on(message:sent)",
      "HubSpotConversations.on(conversationStarted)",
      "Intercom(getVisitorId)",
      "LiveChatWidget.get(customer_data)",
      "LiveChatWidget.on(customer_status_changed)",
      "drift.on(startConversation)",
      "fcWidget.isInitialized()",
      "fcWidget.user.get()",
      "jivo_api.getContactInfo()",
      "olark(api.chat.onBeginConversation)",
      "olark(api.visitor.getDetails)",
      "tidioChatApi.on(conversationStart)",
      "zE(webWidget:on, chat:start)",
      "$zopim.livechat.getName()",
      "$zopim.livechat.getEmail()",
    ].sort(),
  );
});
