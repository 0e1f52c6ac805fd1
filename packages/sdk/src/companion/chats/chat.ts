/** What is known of live chats: one entry each in `chats.ts`. */

/** Globals of the page. */
export type Globals = Readonly<Record<string, unknown>>;

/** What a chat says of the visitor, as it came: it is checked by whoever reads it. */
export interface Told {
  /** Names and e-mail addresses. */
  readonly identities?: readonly unknown[];
  /** The chat's own id of the visitor or of the conversation. */
  readonly id?: unknown;
}

/** What a chat's agents are to see beside the visitor. */
export interface Shared {
  /** Where an agent who is signed in begins a session with this visitor. */
  readonly link: string;
  /** The team's ticket field for it, which Zendesk's messaging asks for. */
  readonly zendeskField: string | null;
}

/**
 * One live chat. Only what its makers document for pages is read and called; nothing would open the chat, load it, or
 * say something in it. Every function is called with the page's globals, which may be anything.
 */
export interface Chat {
  readonly name: string;
  /** Whether the page has this chat. */
  isThere(page: Globals): boolean;
  /** What it says now; a promise where the chat answers later. */
  ask?(page: Globals): Told | Promise<Told>;
  /** Put the link among what the chat knows of the visitor, beside what is there; false while that cannot be. */
  share?(page: Globals, shared: Shared): boolean;
  /** Call `started` whenever a conversation begins, with its id where the chat tells one. Called once a page. */
  listen?(page: Globals, started: (id?: unknown) => void): void;
}

/** Hear an event that the chat dispatches on the window. */
export function onWindow(name: string, heard: (event: Event) => void): void {
  window.addEventListener(name, heard);
}
