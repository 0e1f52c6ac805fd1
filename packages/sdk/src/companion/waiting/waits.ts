import type { ServerToVisitor, WaitState } from "@userview/protocol";
import { Held } from "../../options/held.ts";
import type { CompanionHost } from "../../port.ts";
import { uuid } from "../../uuid.ts";
import type { Piece, PieceKind } from "../piece.ts";
import type { Corner, Shown } from "./corner.ts";
import { type KeptWait, keepWait, keptWait, takeCallName } from "./kept.ts";

/** The corner's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_CORNER: string;

/** How long the corner says that nobody was there, before the button comes back. */
const OVER_MS = 12_000;
/** The session's own farewell stands this long; the corner does not talk into it. */
const AFTER_SESSION_MS = 5000;
const LONGEST_NOTE = 2000;

/** The visitor waits for an agent: by the help button, by the page's call, or by a personal link (rules Q1-Q7). */
export class Waits implements Piece {
  readonly calls = {
    requestAgent: () => this.#begin(null),
    cancelRequestAgent: () => this.#end(),
  };
  readonly #host: CompanionHost;
  readonly #held: Held;
  /** Loaded when there is something to show for the first time. */
  #corner: Corner | null = null;
  #loading = false;
  #kept: KeptWait | null = keptWait();
  /** Whether the server was told of it by any page. */
  #told = this.#kept !== null;
  /** Whom the visitor waits for, as the server says it. */
  #state: WaitState | null = null;
  #said = "";
  #available = false;
  #inSession = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: CompanionHost) {
    this.#host = host;
    this.#held = new Held(host);
    this.#inSession = host.kept.busy === true;
    this.#called();
    this.opened();
  }

  changed(): void {
    this.#called();
    this.#show();
    if (this.#corner !== null && !this.#held.isWorded)
      void this.#held.worded().then(() => this.#show());
  }

  opened(): void {
    this.#host.send({ type: "wait.ask" });
    if (this.#kept !== null) this.#tell(this.#kept);
  }

  received(message: ServerToVisitor): void {
    switch (message.type) {
      case "agents.available":
        this.#available = message.available;
        this.#host.emit("agentsAvailable", message.available);
        break;
      case "wait.state":
        this.#stands(message);
        break;
      case "session.request":
      case "session.start":
        this.#busy(true);
        break;
      case "session.end":
        this.#later(AFTER_SESSION_MS, () => this.#busy(false));
        break;
      default:
        return;
    }
    this.#show();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#corner?.show(null, this.#held.wording);
  }

  /** A personal link led here. */
  #called(): void {
    const callName = takeCallName();
    if (callName) this.#begin(callName);
  }

  #begin(callName: string | null): void {
    const kept = this.#kept;
    if (kept?.callName === callName || this.#inSession) return;
    this.#kept = { wait: uuid(), callName, here: true };
    this.#told = false;
    keepWait(this.#kept);
    this.#tell(this.#kept);
  }

  /** Where there is no connection now, it is told as soon as there is one. */
  #tell({ wait, callName }: KeptWait): void {
    const note = this.#held.options.agentPrompt?.slice(0, LONGEST_NOTE) ?? null;
    const told = this.#host.send({
      type: "wait.begin",
      wait,
      call_name: callName,
      note,
      again: this.#told,
    });
    this.#told ||= told;
  }

  #end(): void {
    if (this.#kept === null && this.#state?.status !== "pending") return;
    // What was never told is over at once; of the rest the server says so.
    if (this.#told || this.#state !== null) this.#host.send({ type: "wait.end" });
    else this.#forget();
  }

  #leave(): void {
    if (this.#state?.status === "pending") this.#end();
    else this.#state = null;
    this.#show();
  }

  #stands(state: WaitState): void {
    const mine = this.#kept?.wait === state.wait;
    const here = mine && this.#kept?.here === true;
    if (state.status === "pending") {
      this.#kept = { wait: state.wait, callName: state.call_name, here };
      this.#told = true;
      keepWait(this.#kept);
    } else if (mine || this.#kept === null) {
      this.#forget();
    } else {
      // Another wait has taken this one's place already.
      return;
    }
    this.#state = state;
    this.#say(state);
    if (state.status !== "pending") this.#later(OVER_MS, () => this.#clear(state));
    // Other tabs stay where they are: the visitor may be in the middle of something there.
    if (here && state.redirect_url !== null && /^https?:/.test(state.redirect_url))
      location.assign(state.redirect_url);
  }

  /** The page hears of each change once. */
  #say({ wait, status, call_name }: WaitState): void {
    if (this.#said === wait + status) return;
    this.#said = wait + status;
    if (status === "unknown_call_name") return;
    if (call_name === null) this.#host.emit("agentRequestUpdate", status);
    else if (status === "pending") this.#host.emit("waitingForCall");
  }

  #forget(): void {
    this.#kept = null;
    keepWait(null);
  }

  #clear(state: WaitState): void {
    if (this.#state === state) this.#state = null;
  }

  #busy(inSession: boolean): void {
    clearTimeout(this.#timer);
    this.#inSession = inSession;
    this.#state = null;
  }

  #later(delay: number, task: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      task();
      this.#show();
    }, delay);
  }

  #show(): void {
    const shown = this.#stopped || this.#inSession ? null : (this.#card() ?? this.#button());
    if (this.#corner !== null) this.#corner.show(shown, this.#held.wording);
    else if (shown !== null && !this.#loading) void this.#load();
  }

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      const { Corner } = (await import(
        new URL(USERVIEW_CORNER, import.meta.url).href
      )) as typeof import("./corner.ts");
      await this.#held.worded();
      this.#corner = new Corner({ help: () => this.#begin(null), leave: () => this.#leave() });
    } catch {
      // The browser says itself what it could not fetch; the next change tries again.
    }
    this.#loading = false;
    if (this.#corner !== null) this.#show();
  }

  #button(): Shown | null {
    const when = this.#held.settings.show_agent_request_button;
    const shown = when === "always" || (when === "when_available" && this.#available);
    return shown && this.#kept === null ? { kind: "button" } : null;
  }

  /** A page that asks by itself, without our button, tells its visitors itself. */
  #card(): Shown | null {
    const state = this.#state;
    if (state === null) return null;
    const { status, call_name } = state;
    const isCall = call_name !== null || status === "unknown_call_name";
    const { show_agent_request_button, call_wait_message } = this.#held.settings;
    if (!isCall && show_agent_request_button === "never") return null;
    if (status === "accepted" || status === "canceled") return null;
    return { kind: "card", state, message: isCall ? call_wait_message : null };
  }
}

/** Once the companion is there: the page may ask. */
export const waitsForAgents: PieceKind = {
  wanted: () => true,
  start: (host) => new Waits(host),
};
