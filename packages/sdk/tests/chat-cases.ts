/** Small chats in the shape that their makers document, for `chats.test.ts`. */
import type { Globals } from "../src/companion/chats/chat.ts";

/** Handlers that a chat was given, to be called as the chat would. */
function handlers(): {
  on: (name: string, heard: (data?: unknown) => void) => void;
  fire: (name: string, data?: unknown) => void;
} {
  const kept = new Map<string, (data?: unknown) => void>();
  return {
    on: (name, heard) => void kept.set(name, heard),
    fire: (name, data) => {
      const heard = kept.get(name);
      if (heard === undefined) throw new Error(`nobody listens to ${name}`);
      heard(data);
    },
  };
}

export interface Case {
  /** The chat as its documentation shows it, and how a conversation begins in it. */
  make(): { page: Globals; begin?: () => void };
  identities?: string[];
  id?: string;
}

const ADA = ["Ada Lovelace", "ada@example.com"];

export const CASES: Readonly<Record<string, Case>> = {
  intercom: {
    make: () => ({
      page: {
        Intercom: (call: string) => (call === "getVisitorId" ? "8a6f" : undefined),
        intercomSettings: { app_id: "x", name: ADA[0], email: ADA[1] },
      },
    }),
    identities: ADA,
    id: "intercom:8a6f",
  },
  zendesk: {
    make: () => {
      const { on, fire } = handlers();
      const zE = (command: string, name: string, heard: () => void): void => {
        if (command === "messenger:on") on(name, heard);
      };
      return { page: { zE }, begin: () => fire("conversationStarted") };
    },
  },
  crisp: {
    make: () => {
      const { on, fire } = handlers();
      const values: Record<string, string> = {
        "user:nickname": ADA[0] as string,
        "user:email": ADA[1] as string,
        "session:identifier": "session_5f0c",
      };
      const $crisp = {
        get: (name: string) => values[name] ?? null,
        is: () => true,
        push: ([call, name, heard]: [string, string, () => void]) =>
          call === "on" && on(name, heard),
      };
      return { page: { $crisp }, begin: () => fire("chat:initiated") };
    },
    identities: ADA,
    id: "crisp:session_5f0c",
  },
  livechat: {
    make: () => {
      const { on, fire } = handlers();
      const customer = { id: "c-1", name: ADA[0], email: ADA[1], status: "browsing" };
      const get = (what: string) => (what === "customer_data" ? customer : {});
      return {
        page: { LiveChatWidget: { get, on } },
        begin: () => fire("customer_status_changed", { status: "chatting" }),
      };
    },
    identities: ADA,
    id: "livechat:c-1",
  },
  drift: {
    make: () => {
      const { on, fire } = handlers();
      return {
        page: { drift: { on, identify: () => {} } },
        begin: () => fire("startConversation", { conversationId: 77 }),
      };
    },
  },
  hubspot: {
    make: () => {
      const { on, fire } = handlers();
      return {
        page: {
          HubSpotConversations: { on },
          hsConversationsSettings: { identificationEmail: ADA[1] },
        },
        begin: () => fire("conversationStarted", { conversation: { conversationId: 99 } }),
      };
    },
    identities: ["ada@example.com"],
  },
  freshchat: {
    make: () => ({
      page: {
        fcWidget: {
          isInitialized: () => true,
          user: {
            get: async () => ({
              data: { firstName: "Ada", lastName: "Lovelace", email: ADA[1] },
            }),
          },
        },
      },
    }),
    identities: ADA,
  },
  tawk: {
    make: () => ({
      page: {
        Tawk_API: { getStatus: () => "online", visitor: { name: ADA[0], email: ADA[1] } },
      },
      begin: () => window.dispatchEvent(new CustomEvent("tawkChatStarted")),
    }),
    identities: ADA,
  },
  olark: {
    make: () => {
      const { on, fire } = handlers();
      const olark = (call: string, given: (found?: unknown) => void): void => {
        if (call === "api.visitor.getDetails") given({ fullName: ADA[0], emailAddress: ADA[1] });
        else on(call, given);
      };
      return {
        page: { olark: Object.assign(olark, { identify: () => {} }) },
        begin: () => fire("api.chat.onBeginConversation"),
      };
    },
    identities: ADA,
  },
  chatwoot: {
    make: () => ({
      page: { $chatwoot: { setUser: () => {}, toggle: () => {} } },
      begin: () => window.dispatchEvent(new CustomEvent("chatwoot:on-start-conversation")),
    }),
  },
  helpscout: {
    make: () => {
      const { on, fire } = handlers();
      const Beacon = (call: string, name: string, heard: () => void): void => {
        if (call === "on") on(name, heard);
      };
      return { page: { Beacon }, begin: () => fire("chat-started") };
    },
  },
  gorgias: {
    make: () => {
      const { on, fire } = handlers();
      return {
        page: { GorgiasChat: { on, isOpen: () => false } },
        begin: () => {
          fire("message:sent");
          fire("message:sent");
        },
      };
    },
  },
  tidio: {
    make: () => {
      const { on, fire } = handlers();
      return {
        page: {
          tidioChatApi: { on, open: () => {} },
          document: { tidioIdentify: { name: ADA[0], email: ADA[1] } },
        },
        begin: () => fire("conversationStart"),
      };
    },
    identities: ADA,
  },
  jivo: {
    make: () => ({
      page: { jivo_api: { getContactInfo: () => ({ client_name: ADA[0], email: ADA[1] }) } },
    }),
    identities: ADA,
  },
};

/** The globals of a page with one chat, and how a conversation begins in it. */
export function made(name: string): { page: Globals; begin: () => void } {
  return { begin: () => {}, ...(CASES[name] as Case).make() };
}
