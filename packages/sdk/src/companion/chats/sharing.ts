import type { Chat, Globals, Shared } from "./chat.ts";

/** Where this tab remembers which link it put where. */
const KEY = "userview:chat";

/**
 * Puts the visitor's watch link into the chat's data of the visitor: once, and again when there is another visitor, or
 * when the chat speaks of somebody else. Another tab says it once more, since chats forget.
 */
export class LinkSharing {
  /** For pages that have no storage. */
  #last = "";

  /** @param told what the chat says of the visitor now. */
  share(chat: Chat, page: Globals, shared: Shared, told: unknown): void {
    const said = JSON.stringify([shared, told]);
    if (said === this.#read()) return;
    try {
      if (chat.share?.(page, shared) !== true) return;
    } catch {
      return;
    }
    this.#last = said;
    try {
      sessionStorage.setItem(KEY, said);
    } catch {}
  }

  #read(): string {
    try {
      return sessionStorage.getItem(KEY) ?? this.#last;
    } catch {
      return this.#last;
    }
  }
}
