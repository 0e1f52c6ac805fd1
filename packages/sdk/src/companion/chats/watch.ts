import type { LiveChat, ServerToVisitor } from "@userview/protocol";
import type { Piece, PieceHost, PieceKind } from "../piece.ts";
import type { Chat, Globals, Told } from "./chat.ts";
import { CHATS } from "./chats.ts";
import { text } from "./reach.ts";
import { LinkSharing } from "./sharing.ts";

/** Chats come late, and learn late who the visitor is; the page is not watched for them. */
export const LOOKS_MS: readonly number[] = [0, 1000, 3000, 10_000];
/** A chat that has not answered by then is there, and says nothing of the visitor until the next look. */
const PATIENCE_MS = 500;
/** A chat that says more of the visitor than this says something else. */
const MOST_IDENTITIES = 10;

/** Finds the page's live chat, takes what it says of the visitor (rule I6), and shows its agents where to help. */
export const findsChats: PieceKind = {
  wanted: (settings, options) =>
    settings.integrate_with_livechat && options["integrateWithLivechat"] !== false,
  start: (host) => new ChatWatch(host, window as unknown as Globals),
};

/** Looks for chats when the page is loaded, a few times after, and when its address changes. */
export class ChatWatch implements Piece {
  readonly #host: PieceHost;
  readonly #page: Globals;
  readonly #listening = new Set<Chat>();
  readonly #sharing = new LinkSharing();
  #timers: ReturnType<typeof setTimeout>[] = [];
  #pageview: string;
  /** The ids of conversations, of which only their beginning tells. */
  #conversation: string | null = null;
  #told = "";
  #found: Chat | null = null;
  #stopped = false;

  /** @param page the globals in which chats are looked for. */
  constructor(host: PieceHost, page: Globals) {
    this.#host = host;
    this.#page = page;
    this.#pageview = host.presence.info().pageview;
    this.#lookAgain();
  }

  changed(): void {
    const { pageview } = this.#host.presence.info();
    if (pageview === this.#pageview) return;
    this.#pageview = pageview;
    this.#lookAgain();
  }

  /** The server may have been told nothing of this, or of another visitor. */
  opened(): void {
    this.#told = "";
    void this.#look(false);
  }

  received(message: ServerToVisitor): void {
    if (message.type !== "visitor.changed") return;
    // Chats learn of a sign-out later than the page does: what they say at this moment is of whoever was there.
    this.#told = "";
    this.#conversation = null;
    this.#lookAgain(1);
  }

  leave(): void {
    this.#clearTimers();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimers();
    if (this.#found !== null) this.#host.send({ type: "livechat", integration: null });
  }

  #lookAgain(from = 0): void {
    this.#clearTimers();
    const last = LOOKS_MS.length - 1;
    this.#timers = LOOKS_MS.slice(from).map((delay, index) =>
      setTimeout(() => void this.#look(index + from === last), delay),
    );
  }

  #clearTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  /** @param last that there is no chat is said when none came until then. */
  async #look(last: boolean): Promise<void> {
    const pageview = this.#pageview;
    const chat = CHATS.find((one) => isThere(one, this.#page)) ?? null;
    if (chat === null && !last) return;
    this.#listenTo(chat);
    const told = chat === null ? {} : await asked(chat, this.#page);
    if (this.#stopped || pageview !== this.#pageview) return;
    this.#found = chat;
    const known = plain(told);
    this.#tell(chat, known);
    if (chat !== null) this.#share(chat, known);
  }

  #share(chat: Chat, told: Plain): void {
    const { settings, visitor } = this.#host;
    if (!settings.link_in_livechat) return;
    const link = `${visitor.watch_link}?from=${chat.name}`;
    const shared = { link, zendeskField: settings.zendesk_link_field };
    this.#sharing.share(chat, this.#page, shared, told);
  }

  #tell(chat: Chat | null, told: Plain): void {
    const message: LiveChat = { type: "livechat", integration: chat?.name ?? null };
    if (told.identities.length > 0) message.identities = told.identities;
    const id = integrationId(chat, told.id ?? this.#conversation);
    if (id !== null) message.integration_ids = [id];
    const written = JSON.stringify(message);
    if (written !== this.#told && this.#host.send(message)) this.#told = written;
  }

  #listenTo(chat: Chat | null): void {
    if (chat?.listen === undefined || this.#listening.has(chat)) return;
    this.#listening.add(chat);
    try {
      chat.listen(this.#page, (id) => this.#started(id));
    } catch {}
  }

  #started(id: unknown): void {
    if (this.#stopped) return;
    this.#conversation = text(id) ?? this.#conversation;
    this.#host.note("chat", "Live chat conversation started");
    void this.#look(false);
  }
}

/** What a chat says of the visitor, as far as it is short text. */
interface Plain {
  readonly identities: string[];
  readonly id: string | null;
}

function plain(told: Told): Plain {
  const read = [...new Set((told.identities ?? []).slice(0, MOST_IDENTITIES).map(text))];
  return { identities: read.filter((one) => one !== null), id: text(told.id) };
}

function isThere(chat: Chat, page: Globals): boolean {
  try {
    return chat.isThere(page);
  } catch {
    return false;
  }
}

/** What a chat says now; nothing where it takes longer than it may. */
async function asked(chat: Chat, page: Globals): Promise<Told> {
  const patience = new Promise<undefined>((resolve) =>
    setTimeout(() => resolve(undefined), PATIENCE_MS),
  );
  try {
    return (await Promise.race([chat.ask?.(page), patience])) ?? {};
  } catch {
    return {};
  }
}

/** `crisp:1234`; null where the id is none that the server takes. */
function integrationId(chat: Chat | null, id: string | null): string | null {
  return chat !== null && id !== null && /^[!-~]{1,128}$/.test(id) ? `${chat.name}:${id}` : null;
}
