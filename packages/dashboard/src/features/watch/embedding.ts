import {
  BadCommand,
  EMBED_VERSION,
  type EmbeddedMessage,
  type EmbeddedState,
  type FromEmbedded,
  readCommand,
  type ToEmbedded,
} from "@userview/viewer/words";

/** What the page around may have done, as long as there is a session. */
export type Steering = (command: Exclude<ToEmbedded, { userview: "listen" }>) => void;

/** What of a window is used here. */
export interface Framed {
  readonly parent: Pick<Window, "postMessage">;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/**
 * Tells the page around this one how the session stands, and takes its commands: only when it is of an origin that the link
 * was made for. Of another one it hears, once it asks, why it hears nothing.
 */
export class Embedding {
  readonly #window: Framed;
  /** Who asked to hear. */
  #listener: string | null = null;
  /** Whose pages may; undefined until the link was redeemed, null when it names nobody. */
  #origins: readonly string[] | null | undefined;
  /** The link opens nothing: whose it was is not known, and nothing secret is in saying so. */
  #opensNothing = false;
  #state: EmbeddedState | null = null;
  #steering: Steering | null = null;

  constructor(window: Framed) {
    this.#window = window;
    window.addEventListener("message", this.#hear);
    // It says nothing of the session: whoever frames this page knows that it does.
    window.parent.postMessage({ userview: "ready", version: EMBED_VERSION }, "*");
  }

  close(): void {
    this.#window.removeEventListener("message", this.#hear);
  }

  /** The link was redeemed: these origins' pages may hear and steer. */
  admit(origins: readonly string[] | null): void {
    this.#origins = origins;
    this.#opensNothing = false;
    if (this.#listener !== null) this.#greet();
  }

  show(state: EmbeddedState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#tell({ userview: "state", state });
  }

  /** The link opens nothing: whoever listens hears that, whenever it asks. */
  refuse(state: EmbeddedState): void {
    this.#opensNothing = true;
    this.show(state);
  }

  /** The visitor's page says something of its own. */
  tellMessage(message: EmbeddedMessage): void {
    this.#tell({ userview: "message", message });
  }

  /** An agent's doing was not carried out. */
  tellRefused(code: string, message: string): void {
    this.#tell({ userview: "refused", code, message });
  }

  /** @returns takes the steering away again. */
  steer(steering: Steering): () => void {
    this.#steering = steering;
    return () => {
      if (this.#steering === steering) this.#steering = null;
    };
  }

  readonly #hear = (event: MessageEvent): void => {
    if (event.source !== this.#window.parent) return;
    try {
      const command = readCommand(event.data);
      if (command !== null) this.#carryOut(command, event.origin);
    } catch (error) {
      if (!(error instanceof BadCommand)) throw error;
      this.#post({ userview: "error", message: error.message }, event.origin);
    }
  };

  #carryOut(command: ToEmbedded, origin: string): void {
    if (command.userview === "listen") {
      this.#listener = origin;
      if (this.#origins !== undefined || this.#opensNothing) this.#greet();
      return;
    }
    if (!this.#isAdmitted(origin)) this.#explain(origin);
    else if (this.#steering !== null) this.#steering(command);
    else if (command.userview === "message")
      this.tellRefused("not_live", "no session is on: this message was dropped");
  }

  /** The first words to one who listens. */
  #greet(): void {
    const origin = this.#listener as string;
    if (!this.#isAdmitted(origin)) this.#explain(origin);
    else if (this.#state !== null) this.#tell({ userview: "state", state: this.#state });
  }

  #isAdmitted(origin: string): boolean {
    return this.#opensNothing || this.#origins?.includes(origin) === true;
  }

  #explain(origin: string): void {
    const message = `this session was not made for pages of ${origin}: name it in allowed_origins when the link or token is made`;
    this.#post({ userview: "error", message }, origin);
  }

  #tell(message: FromEmbedded): void {
    if (this.#listener !== null && this.#isAdmitted(this.#listener))
      this.#post(message, this.#listener);
  }

  #post(message: FromEmbedded, origin: string): void {
    // Documents without an origin of their own cannot be addressed, and are nobody that a link is made for.
    if (origin !== "null") this.#window.parent.postMessage(message, origin);
  }
}
