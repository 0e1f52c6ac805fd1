import type { Masks } from "@userview/capture/masks";
import type {
  ConsoleAnswer,
  ConsoleRun,
  ConsoleTold,
  ConsoleWatch,
  VisitorToServer,
} from "@userview/protocol";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_CONSOLE: string;

const FORBIDDEN = "the page does not let agents run code";

export interface ConsoleParts {
  /** Those of now, at each asking. */
  readonly masks: () => Masks;
  readonly tell: (told: Omit<ConsoleTold, "type" | "session">) => void;
}

/** What the module makes of them. */
export interface ConsoleBox {
  /** Tell of the console from now on; when it is told already, what is known to a participant, or to all. */
  watch(to: string | null): void;
  unwatch(): void;
  run(code: string): Promise<Pick<ConsoleAnswer, "kind" | "text">>;
}

/** The module itself. */
interface ConsoleModule {
  createConsole(parts: ConsoleParts): ConsoleBox;
}

/** What the door needs of the session. */
export interface ConsoleSession {
  readonly send: (message: VisitorToServer) => void;
  readonly masks: () => Masks;
  /** What team and page allow now (rule A4). */
  readonly allowed: () => { readonly console: boolean; readonly code: boolean };
  /** An agent ran code: the visitor is shown who, and what. */
  readonly ran: (agent: string, code: string) => void;
  readonly warn: (text: string) => void;
}

/** Agents' use of the page's console while this tab is captured; one for each session (rules O1-O5). */
export class ConsoleDoor {
  readonly #session: string;
  readonly #parts: ConsoleSession;
  #loaded: Promise<ConsoleBox> | null = null;
  #watched = false;
  #closed = false;

  constructor(session: string, parts: ConsoleSession) {
    this.#session = session;
    this.#parts = parts;
  }

  receive(message: ConsoleWatch | ConsoleRun): Promise<void> {
    return message.type === "console.run" ? this.run(message) : this.watch(message);
  }

  async watch({ on, to }: ConsoleWatch): Promise<void> {
    this.#watched = on;
    if (!on) {
      void this.#loaded?.then((box) => box.unwatch()).catch(() => {});
      return;
    }
    if (!this.#parts.allowed().console) {
      this.#refuse();
      return;
    }
    try {
      this.#loaded ??= this.#load();
      const box = await this.#loaded;
      if (this.#watched && !this.#closed) box.watch(to);
    } catch (error) {
      this.#parts.warn(`agents cannot read the console: ${String(error)}`);
      this.#refuse();
    }
  }

  async run({ agent, id, code }: ConsoleRun): Promise<void> {
    const answer = ({ kind, text }: Pick<ConsoleAnswer, "kind" | "text">): void => {
      if (this.#closed) return;
      this.#parts.send({ type: "console.result", session: this.#session, agent, id, kind, text });
    };
    if (!this.#parts.allowed().code) {
      answer({ kind: "refused", text: FORBIDDEN });
      return;
    }
    try {
      this.#loaded ??= this.#load();
      const box = await this.#loaded;
      // The visitor may have stopped meanwhile, or the page forbidden it.
      if (this.#closed || !this.#parts.allowed().code) return;
      this.#parts.ran(agent, code);
      answer(await box.run(code));
    } catch (error) {
      answer({
        kind: "refused",
        text: `the code could not be run: ${String(error)}`.slice(0, 500),
      });
    }
  }

  /** Settings or options are others: what is forbidden now ends at once. */
  configured(): void {
    if (!this.#watched || this.#parts.allowed().console) return;
    void this.watch({ type: "console.watch", session: this.#session, on: false, to: null });
    this.#refuse();
  }

  /** The session is over here: the page's console is its own again. */
  close(): void {
    this.#closed = true;
    void this.#loaded?.then((box) => box.unwatch()).catch(() => {});
  }

  #refuse(): void {
    this.#parts.send({ type: "console.refused", session: this.#session });
  }

  async #load(): Promise<ConsoleBox> {
    const url = new URL(USERVIEW_CONSOLE, import.meta.url).href;
    const module = (await import(url)) as ConsoleModule;
    return module.createConsole({
      masks: this.#parts.masks,
      tell: (told) => {
        if (!this.#closed && this.#watched && this.#parts.allowed().console)
          this.#parts.send({ type: "console.entries", session: this.#session, ...told });
      },
    });
  }
}
