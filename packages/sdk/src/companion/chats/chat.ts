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

/**
 * One live chat. Only what its makers document for pages is read; nothing is called that would open the chat,
 * load it, or write to it. Every function is called with the page's globals, which may be anything.
 */
export interface Chat {
  readonly name: string;
  /** Whether the page has this chat. */
  isThere(page: Globals): boolean;
  /** What it says now; a promise where the chat answers later. */
  ask?(page: Globals): Told | Promise<Told>;
  /** Call `started` whenever a conversation begins, with its id where the chat tells one. Called once a page. */
  listen?(page: Globals, started: (id?: unknown) => void): void;
}

/** Hear an event that the chat dispatches on the window. */
export function onWindow(name: string, heard: (event: Event) => void): void {
  window.addEventListener(name, heard);
}
