/** Every live chat that is found, with what its own documentation lets a page read (docs/guide/live-chats.md). */
import { type Chat, onWindow } from "./chat.ts";
import { answer, ask, has, member, reach, settled } from "./reach.ts";

/** What the link is called in the chats; tawk.to knows no underlines. */
const FIELD = "userview_link";

const intercom: Chat = {
  name: "intercom",
  isThere: (page) => typeof page["Intercom"] === "function",
  ask: (page) => ({
    identities: named(page["intercomSettings"], "name", "email"),
    // What stands for it until it is loaded only remembers calls.
    id: Array.isArray(member(page["Intercom"], "q"))
      ? undefined
      : answer(page["Intercom"], page, "getVisitorId"),
  }),
  share: (page, { link }) => {
    // An update before the chat has begun would begin it.
    if (typeof answer(page["Intercom"], page, "getVisitorId") !== "string") return false;
    answer(page["Intercom"], page, "update", { [FIELD]: link });
    return true;
  },
};

const zendesk: Chat = {
  name: "zendesk",
  isThere: (page) => typeof page["zE"] === "function",
  ask: (page) => {
    const classic = reach(page["$zopim"], "livechat");
    return { identities: [ask(classic, "getName"), ask(classic, "getEmail")] };
  },
  share: (page, { link, zendeskField }) => {
    const classic = reach(page["$zopim"], "livechat");
    if (called(classic, "appendNotes", `UserView: ${link}`)) return true;
    if (zendeskField === null) return false;
    answer(page["zE"], page, "messenger:set", "conversationFields", [
      { id: zendeskField, value: link },
    ]);
    return true;
  },
  listen: (page, started) => {
    const isClassic = reach(page["$zopim"], "livechat") !== undefined;
    if (isClassic) answer(page["zE"], page, "webWidget:on", "chat:start", () => started());
    else answer(page["zE"], page, "messenger:on", "conversationStarted", () => started());
  },
};

const crisp: Chat = {
  name: "crisp",
  isThere: (page) =>
    has(page["$crisp"], "push") &&
    (has(page["$crisp"], "get", "is") || typeof page["CRISP_WEBSITE_ID"] === "string"),
  ask: (page) => {
    const value = (name: string): unknown => ask(page["$crisp"], "get", name);
    return {
      identities: [value("user:nickname"), value("user:email")],
      id: value("session:identifier"),
    };
  },
  share: (page, { link }) =>
    called(page["$crisp"], "push", ["set", "session:data", [[[FIELD, link]]]]),
  listen: (page, started) => {
    ask(page["$crisp"], "push", ["on", "chat:initiated", () => started()]);
  },
};

const livechat: Chat = {
  name: "livechat",
  isThere: (page) => has(page["LiveChatWidget"], "get", "on"),
  ask: (page) => {
    const customer = ask(page["LiveChatWidget"], "get", "customer_data");
    return { identities: named(customer, "name", "email"), id: member(customer, "id") };
  },
  share: (page, { link }) =>
    called(page["LiveChatWidget"], "call", "update_session_variables", { [FIELD]: link }),
  listen: (page, started) => {
    let before = member(ask(page["LiveChatWidget"], "get", "customer_data"), "status");
    ask(page["LiveChatWidget"], "on", "customer_status_changed", (data: unknown) => {
      const status = member(data, "status");
      // The first status that is heard is that of a conversation of before, perhaps.
      if (status === "chatting" && before !== undefined && before !== status) started();
      before = status;
    });
  },
};

const drift: Chat = {
  name: "drift",
  isThere: (page) => has(page["drift"], "on", "identify"),
  share: (page, { link }) =>
    called(member(page["drift"], "api"), "setUserAttributes", { [FIELD]: link }),
  listen: (page, started) => {
    ask(page["drift"], "on", "startConversation", (data: unknown) =>
      started(member(data, "conversationId")),
    );
  },
};

const hubspot: Chat = {
  name: "hubspot",
  isThere: (page) => has(page["HubSpotConversations"], "on"),
  ask: (page) => ({
    identities: [reach(page["hsConversationsSettings"], "identificationEmail")],
  }),
  listen: (page, started) => {
    ask(page["HubSpotConversations"], "on", "conversationStarted", (payload: unknown) =>
      started(reach(payload, "conversation", "conversationId")),
    );
  },
};

const freshchat: Chat = {
  name: "freshchat",
  isThere: (page) =>
    has(page["fcWidget"], "isInitialized") && ask(page["fcWidget"], "isInitialized") === true,
  ask: async (page) => {
    const found = await settled(ask(member(page["fcWidget"], "user"), "get"));
    const user = member(found, "data");
    const name = [member(user, "firstName"), member(user, "lastName")]
      .filter((part) => typeof part === "string")
      .join(" ");
    return { identities: [name, member(user, "email")] };
  },
  share: (page, { link }) =>
    called(member(page["fcWidget"], "user"), "setProperties", { [FIELD]: link }),
};

const tawk: Chat = {
  name: "tawk",
  isThere: (page) => has(page["Tawk_API"], "getStatus") || has(page["Tawk_LoadStart"], "getTime"),
  ask: (page) => ({ identities: named(member(page["Tawk_API"], "visitor"), "name", "email") }),
  share: (page, { link }) =>
    called(page["Tawk_API"], "setAttributes", { "userview-link": link }, () => {}),
  listen: (_page, started) => onWindow("tawkChatStarted", () => started()),
};

const olark: Chat = {
  name: "olark",
  isThere: (page) => typeof page["olark"] === "function" && has(page["olark"], "identify"),
  ask: (page) =>
    new Promise((resolve) => {
      const details = (found: unknown): void =>
        resolve({ identities: named(found, "fullName", "emailAddress") });
      answer(page["olark"], page, "api.visitor.getDetails", details);
    }),
  share: (page, { link }) => {
    answer(page["olark"], page, "api.visitor.updateCustomFields", { [FIELD]: link });
    return true;
  },
  listen: (page, started) => {
    answer(page["olark"], page, "api.chat.onBeginConversation", () => started());
  },
};

const chatwoot: Chat = {
  name: "chatwoot",
  isThere: (page) => has(page["$chatwoot"], "setUser", "toggle"),
  share: (page, { link }) =>
    // What is said before its frame is there, nobody hears.
    member(page["$chatwoot"], "hasLoaded") !== false &&
    called(page["$chatwoot"], "setCustomAttributes", { [FIELD]: link }),
  listen: (_page, started) => onWindow("chatwoot:on-start-conversation", () => started()),
};

const helpscout: Chat = {
  name: "helpscout",
  isThere: (page) => typeof page["Beacon"] === "function",
  share: (page, { link }) => {
    answer(page["Beacon"], page, "session-data", { [FIELD]: link });
    return true;
  },
  listen: (page, started) => {
    answer(page["Beacon"], page, "on", "chat-started", () => started());
  },
};

const gorgias: Chat = {
  name: "gorgias",
  // Until it is ready it throws.
  isThere: (page) => typeof ask(page["GorgiasChat"], "isOpen") === "boolean",
  listen: (page, started) => {
    // Every message of the visitor is told of; the first one of the page view begins it.
    let said = false;
    ask(page["GorgiasChat"], "on", "message:sent", () => {
      if (!said) started();
      said = true;
    });
  },
};

const tidio: Chat = {
  name: "tidio",
  isThere: (page) => has(page["tidioChatApi"], "on", "open"),
  ask: (page) => ({
    identities: named(member(page["document"], "tidioIdentify"), "name", "email"),
  }),
  share: (page, { link }) =>
    called(page["tidioChatApi"], "setContactProperties", { [FIELD]: link }),
  listen: (page, started) => {
    ask(page["tidioChatApi"], "on", "conversationStart", () => started());
  },
};

const jivo: Chat = {
  name: "jivo",
  isThere: (page) => has(page["jivo_api"], "getContactInfo"),
  ask: (page) => ({
    identities: named(ask(page["jivo_api"], "getContactInfo"), "client_name", "email"),
  }),
};

/** In the order of looking: of several chats in a page the first one counts. */
export const CHATS: readonly Chat[] = [
  intercom,
  zendesk,
  crisp,
  livechat,
  drift,
  hubspot,
  freshchat,
  tawk,
  olark,
  chatwoot,
  helpscout,
  gorgias,
  tidio,
  jivo,
];

/** Calls a method of the chat; false where there is none yet. */
function called(thing: unknown, name: string, ...args: readonly unknown[]): boolean {
  if (!has(thing, name)) return false;
  ask(thing, name, ...args);
  return true;
}

function named(thing: unknown, ...names: readonly string[]): unknown[] {
  return names.map((name) => member(thing, name));
}
