import type { Visitor } from "../client.ts";
import { readVisitor } from "../visitor.ts";
import { Store } from "./store.ts";

/** Changes are shown together at most this often, so that a busy desk does not flicker or stall. */
const FLUSH_MS = 100;

/** More visitors than this are not kept beside the lists: everything is read anew instead. */
export const MAX_UPDATES = 20_000;

/** The latest that the desk said of one visitor. */
export interface DeskUpdate {
  /** Null when the visitor was erased. */
  visitor: Visitor | null;
  /** Counts the desk's messages; a list read at an earlier count is older than this update. */
  sequence: number;
  /** `last_seen_at` of the first message that said online since the last that said offline. */
  onlineSince: string | null;
  /** Whether the desk has said offline, so that an earlier list's "online" is over. */
  sawOffline: boolean;
}

export interface DeskSnapshot {
  /** 0 before the first subscription; each new one is a reason to read lists again (rule D1). */
  generation: number;
  /** Number of the team's visitors that are online, null until told. */
  online: number | null;
  sequence: number;
  updates: ReadonlyMap<string, DeskUpdate>;
}

const EMPTY: DeskSnapshot = { generation: 0, online: null, sequence: 0, updates: new Map() };

/** What the desk has said since it was opened, for lists to merge with what they read. */
export class DeskFeed {
  readonly store = new Store<DeskSnapshot>(EMPTY);
  private readonly historyListeners = new Map<string, Set<() => void>>();
  private pending = new Map<string, DeskUpdate>();
  private online: number | null = null;
  private sequence = 0;
  /** Between `desk.open` and the first answer to it. */
  private opening = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `desk.open` was sent on a fresh connection: what was known may have changed unseen. */
  opened(): void {
    this.pending.clear();
    this.opening = true;
    this.publish({ ...this.store.get(), updates: new Map() });
  }

  /** `desk.visitor`; returns whether the object was a visitor. */
  visitor(raw: Record<string, unknown>): boolean {
    const visitor = readVisitor(raw);
    if (visitor === null) return false;
    const id = visitor.short_id;
    const known = this.pending.get(id) ?? this.store.get().updates.get(id);
    this.put(id, {
      visitor,
      onlineSince: visitor.is_online ? (known?.onlineSince ?? visitor.last_seen_at) : null,
      sawOffline: known?.sawOffline === true || !visitor.is_online,
    });
    return true;
  }

  /** `desk.gone`: the visitor was erased. */
  gone(shortId: string): void {
    this.put(shortId, { visitor: null, onlineSince: null, sawOffline: true });
  }

  /** `desk.history`: something of the visitor's history was kept (rule D2). */
  history(shortId: string): void {
    for (const told of this.historyListeners.get(shortId) ?? []) told();
  }

  /** Be told whenever something of a visitor's history was kept; returns what ends it. */
  watchHistory(shortId: string, told: () => void): () => void {
    const listeners = this.historyListeners.get(shortId) ?? new Set();
    this.historyListeners.set(shortId, listeners.add(told));
    return () => {
      listeners.delete(told);
      if (listeners.size === 0) this.historyListeners.delete(shortId);
    };
  }

  /** `desk.online`; the first one says that the desk is open, and that lists are to be read now. */
  count(online: number): void {
    this.online = online;
    if (this.opening) this.begin();
    else this.flushSoon();
  }

  /** Forget everything: another agent may sign in next. */
  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pending.clear();
    this.opening = false;
    this.online = null;
    this.store.set(EMPTY);
  }

  private put(shortId: string, update: Omit<DeskUpdate, "sequence">): void {
    this.sequence += 1;
    this.pending.set(shortId, { ...update, sequence: this.sequence });
    this.flushSoon();
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    const before = this.store.get();
    if (before.updates.size + this.pending.size > MAX_UPDATES) {
      this.pending.clear();
      this.begin();
      return;
    }
    const updates = new Map(before.updates);
    for (const [shortId, update] of this.pending) updates.set(shortId, update);
    this.pending.clear();
    this.publish({ ...before, updates });
  }

  /** Every list is older than what comes from here on. */
  private begin(): void {
    this.opening = false;
    const generation = this.store.get().generation + 1;
    this.publish({ ...this.store.get(), generation, updates: new Map(this.pending) });
    this.pending.clear();
  }

  private publish(snapshot: DeskSnapshot): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.store.set({ ...snapshot, online: this.online, sequence: this.sequence });
  }
}
