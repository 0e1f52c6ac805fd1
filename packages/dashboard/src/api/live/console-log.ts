import type {
  AgentToServer,
  ConsoleEntries,
  ConsoleEntry,
  ConsoleResult,
} from "@userview/protocol";
import { Store } from "./store.ts";

/** Lines that are kept; the oldest go first. */
const KEPT = 1000;

/** What a line is: something of the page, or code of this agent and what came of it. */
export type LineKind = ConsoleEntry["level"] | "run" | ConsoleResult["kind"] | "page" | "dropped";

export interface ConsoleLine {
  key: number;
  kind: LineKind;
  text: string;
  /** Null for what has no time of its own. */
  at: Date | null;
}

export interface ConsoleState {
  open: boolean;
  /** Why it cannot be read. */
  refused: string | null;
  lines: readonly ConsoleLine[];
}

/** The page's console as this agent has it in one session (rules O1-O3). */
export class ConsoleLog {
  readonly store = new Store<ConsoleState>({ open: false, refused: null, lines: [] });
  /** What was run, oldest first. */
  readonly history: string[] = [];
  private keys = 0;
  private runs = 0;
  /** The page that entries were of, and the last of them: what comes again after a lost connection is known. */
  private page: { run: number; serial: number } | null = null;

  constructor(
    private readonly session: string,
    private readonly transmit: (message: AgentToServer) => boolean,
  ) {}

  /** @param reads whether this agent may read it; who may run code alone sees what comes of that. */
  open(reads: boolean): void {
    this.set({ open: true, refused: null });
    if (reads) this.transmit({ type: "console.open", session: this.session });
  }

  close(): void {
    if (!this.store.get().open) return;
    this.set({ open: false });
    this.transmit({ type: "console.close", session: this.session });
  }

  clear(): void {
    this.set({ lines: [] });
  }

  run(code: string): void {
    this.runs += 1;
    if (this.history.at(-1) !== code) this.history.push(code);
    this.add([{ kind: "run", text: code, at: new Date() }]);
    const { session, runs: id } = this;
    if (!this.transmit({ type: "console.run", session, id, code }))
      this.add([{ kind: "refused", text: "You are offline: this was not run.", at: null }]);
  }

  /** This page takes part again, after a lost connection perhaps. */
  rejoined(reads: boolean): void {
    const { open, refused } = this.store.get();
    if (open && refused === null && reads)
      this.transmit({ type: "console.open", session: this.session });
  }

  told({ run, entries, dropped }: ConsoleEntries): void {
    const added: Omit<ConsoleLine, "key">[] = [];
    if (this.page?.run !== run) {
      if (this.page !== null) added.push({ kind: "page", text: "Another page", at: null });
      this.page = { run, serial: 0 };
    }
    if (dropped > 0)
      added.push({ kind: "dropped", text: `${dropped} more were too many to be shown`, at: null });
    for (const { serial, level, text, age_ms: age } of entries) {
      if (serial <= this.page.serial) continue;
      this.page.serial = serial;
      added.push({ kind: level, text, at: new Date(Date.now() - age) });
    }
    this.add(added);
  }

  answered({ kind, text }: ConsoleResult): void {
    this.add([{ kind, text, at: new Date() }]);
  }

  refuse(message: string): void {
    this.set({ refused: message });
  }

  private add(lines: readonly Omit<ConsoleLine, "key">[]): void {
    const keyed = lines.map((line) => {
      this.keys += 1;
      return { ...line, key: this.keys };
    });
    if (keyed.length > 0) this.set({ lines: [...this.store.get().lines, ...keyed].slice(-KEPT) });
  }

  private set(changed: Partial<ConsoleState>): void {
    this.store.set({ ...this.store.get(), ...changed });
  }
}
