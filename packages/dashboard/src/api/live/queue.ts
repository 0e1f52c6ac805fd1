import type { WaitingVisitor } from "@userview/protocol";
import { Store } from "./store.ts";

/** A visitor who waits for this agent. */
export interface Waiting extends WaitingVisitor {
  /** When the wait began, in Unix milliseconds of this page's clock. */
  readonly since: number;
}

/** A visitor who waits no more. */
export interface Waited {
  readonly nickname: string;
  /** Name of the agent who took the visitor; null when nobody did. */
  readonly answeredBy: string | null;
}

/** Who waits for this agent, as the desk tells (rule Q5). */
export class WaitingQueue {
  /** Longest first; null until told. */
  readonly store = new Store<readonly Waiting[] | null>(null);
  /** Who left the queue last. */
  readonly last = new Store<Waited | null>(null);

  constructor(private readonly now: () => number = Date.now) {}

  /** `desk.queue`. */
  whole(waiting: readonly WaitingVisitor[]): void {
    this.store.set(waiting.map((one) => this.dated(one)));
  }

  /** `desk.waiting`: somebody new, or news of somebody. */
  put(waiting: WaitingVisitor): void {
    const dated = this.dated(waiting);
    const known = this.store.get() ?? [];
    const others = known.filter(({ short_id }) => short_id !== dated.short_id);
    this.store.set([...others, dated].sort((one, other) => one.since - other.since));
  }

  /** `desk.waited`. */
  take(shortId: string, answeredBy: string | null): void {
    const known = this.store.get() ?? [];
    const gone = known.find(({ short_id }) => short_id === shortId);
    if (gone === undefined) return;
    this.store.set(known.filter((one) => one !== gone));
    this.last.set({ nickname: gone.nickname, answeredBy });
  }

  /** Another agent may sign in next. */
  clear(): void {
    this.store.set(null);
    this.last.set(null);
  }

  private dated(waiting: WaitingVisitor): Waiting {
    return { ...waiting, since: this.now() - waiting.waiting_ms };
  }
}
