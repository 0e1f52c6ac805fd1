/** How each live chat's agents come to see the link, in the order in which chats are listed. */

export interface ChatSteps {
  readonly name: string;
  /** What a person does in the chat's own settings, one step each. */
  readonly steps: readonly string[];
  /** Whether the SDK puts the link there; else the site does. */
  readonly byItself: boolean;
}

const FIELD = "userview_link";

/** For chats to whose data a page cannot add anything of its own. */
const BY_ID =
  "Its page API takes no data of your own, so no link appears by itself. Use a link by the chat’s own id, as below.";

export const CHAT_STEPS: Readonly<Record<string, ChatSteps>> = {
  intercom: {
    name: "Intercom",
    byItself: true,
    steps: [
      `Nothing to prepare: Intercom makes the attribute ${FIELD} for people when the first link arrives.`,
      "In the inbox, open a conversation. In the details beside it, edit the list of attributes and pin this one.",
      "If it stays empty, allow that attribute to be changed by the Messenger in your data settings.",
    ],
  },
  zendesk: {
    name: "Zendesk",
    byItself: true,
    steps: [
      "Messaging: in the Admin Center, add a ticket field of the type Text that end users may edit, and enter its number above. It is filled in when the visitor begins a conversation.",
      "Add the field to the ticket form that your agents see.",
      "Classic chat: nothing to prepare, the link is added to the notes beside the visitor.",
    ],
  },
  crisp: {
    name: "Crisp",
    byItself: true,
    steps: [
      `Nothing to prepare: the link is in the conversation’s data, as ${FIELD}.`,
      "In the inbox, open a conversation and unfold the data in the panel beside it.",
    ],
  },
  livechat: {
    name: "LiveChat",
    byItself: true,
    steps: [
      `Nothing to prepare: the link is among the session variables, as ${FIELD}.`,
      "In the chat’s details, make sure that the section with session variables is shown.",
    ],
  },
  drift: {
    name: "Drift",
    byItself: true,
    steps: [
      `In the settings for contacts, add an attribute of the type text that is called ${FIELD}.`,
      "It appears in the contact’s profile beside the conversation.",
    ],
  },
  hubspot: { name: "HubSpot", byItself: false, steps: [BY_ID] },
  freshchat: {
    name: "Freshchat",
    byItself: true,
    steps: [
      `Add a text property for contacts that is called ${FIELD}.`,
      "It appears among the properties of the contact beside the conversation.",
    ],
  },
  tawk: {
    name: "tawk.to",
    byItself: true,
    steps: ["Nothing to prepare: the attribute userview-link is shown beside the visitor’s chat."],
  },
  olark: {
    name: "Olark",
    byItself: true,
    steps: [`Nothing to prepare: the custom field ${FIELD} is shown among the visitor’s details.`],
  },
  chatwoot: {
    name: "Chatwoot",
    byItself: true,
    steps: [
      `In the settings, under custom attributes for contacts, add one of the type Link with the key ${FIELD}.`,
      "It appears among the contact’s attributes beside the conversation, as a link that opens.",
    ],
  },
  helpscout: {
    name: "Help Scout",
    byItself: true,
    steps: [
      "Nothing to prepare: the link is in the visitor’s session data, which stands at the conversation that begins there.",
    ],
  },
  gorgias: { name: "Gorgias", byItself: false, steps: [BY_ID] },
  tidio: {
    name: "Tidio",
    byItself: true,
    steps: [
      `In the settings, under contact properties, add one of the type text with the key ${FIELD}.`,
      "It appears in the visitor’s details beside the conversation.",
    ],
  },
  jivo: {
    name: "JivoChat",
    byItself: false,
    steps: [
      "Whoever sets JivoChat’s custom data sets all of it, so that UserView leaves it alone.",
      "Where your page calls jivo_api.setCustomData, add a field whose link is what UserView(“getWatchLink”) answers.",
    ],
  },
};

/** A live chat as its makers write it. */
export function chatInWords(integration: string): string {
  return CHAT_STEPS[integration]?.name ?? integration;
}
