/** `<userview-viewer>`: a session in anyone's page, framework-free. */
import { readCustomMessage } from "@userview/protocol/custom";
import {
  type EmbeddedEnd,
  type EmbeddedFit,
  type EmbeddedMessage,
  type EmbeddedState,
  type EmbeddedStep,
  type EmbeddedTool,
  type FromEmbedded,
  readEmbedded,
  type ToEmbedded,
} from "./words.ts";

/** What `POST /v1/visitors/{short_id}/viewer_token` answered, as far as it is needed here. */
export interface ViewerToken {
  endpoint: string;
  token: string;
}

/** Events of the element, by name. */
export interface UserViewViewerEvents {
  /** How the session stands, at each change. */
  statechange: CustomEvent<EmbeddedState>;
  /** The visitor's page is there, for the first time. */
  live: CustomEvent<EmbeddedState>;
  /** The visitor goes to another page. */
  pagechange: CustomEvent<NonNullable<EmbeddedState["page"]>>;
  /** The visitor's page says something of its own (`UserView("customMessage", object)`). */
  message: CustomEvent<EmbeddedMessage>;
  /** The session is over, for whichever reason; nothing is shown any more. */
  ended: CustomEvent<EmbeddedEnd | null>;
  /** Something that was done in the mirror was not carried out; `message` is a sentence for the agent. */
  refused: CustomEvent<{ code: string; message: string }>;
  /** The session cannot be watched, or a command could not be read. */
  failed: CustomEvent<{ code: string; message: string }>;
}

/** The name in HTML. */
export const TAG = "userview-viewer";

// Where there is no DOM the module can be loaded all the same, as on servers that render pages.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * Shows a session. It fills what room its style gives it (300 by 150 pixels, as a frame, when none is given).
 *
 * @fires statechange, live, pagechange, message, ended, refused, failed: see `UserViewViewerEvents`; none of them bubbles.
 */
export class UserViewViewer extends Base {
  readonly #frame: HTMLIFrameElement;
  #origin: string | null = null;
  #state: EmbeddedState | null = null;
  #wasLive = false;
  #over = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent =
      ":host{display:inline-block;width:300px;height:150px}:host([hidden]){display:none}iframe{display:block;width:100%;height:100%;border:0}";
    this.#frame = document.createElement("iframe");
    this.#frame.referrerPolicy = "strict-origin";
    this.#frame.title = "Co-browsing session";
    root.append(style, this.#frame);
  }

  /** How the session stands; null while none is connected. */
  get state(): EmbeddedState | null {
    return this.#state;
  }

  /**
   * Show this session, in place of any before it.
   *
   * @throws TypeError when `endpoint` is no address of a watch page or `token` no text.
   */
  connect({ endpoint, token }: ViewerToken): void {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || !url.pathname.startsWith("/watch/"))
      throw new TypeError(`endpoint: expected the address of a watch page, got "${endpoint}"`);
    if (typeof token !== "string" || token === "")
      throw new TypeError("token: expected the token of a viewer, got none");
    this.disconnect();
    this.#origin = url.origin;
    url.hash = token;
    this.#frame.src = url.href;
  }

  /** Show nothing any more; the session goes on for others, and ends when nobody watches it. */
  disconnect(): void {
    this.#origin = this.#state = null;
    this.#wasLive = this.#over = false;
    this.#frame.removeAttribute("src");
  }

  /** End the session for everybody. */
  end(): void {
    this.#tell({ userview: "end" });
  }

  /** Take control of the visitor's page, from whoever has it; where the team wants that, the visitor is asked. */
  takeControl(): void {
    this.#tell({ userview: "takeControl" });
  }

  /** Give control back: clicks and keys do nothing then. */
  releaseControl(): void {
    this.#tell({ userview: "releaseControl" });
  }

  /** What the agent's mouse over the mirror draws with, seen by the visitor; null: it is for the page again. */
  setTool(tool: EmbeddedTool | null): void {
    this.#tell({ userview: "tool", tool });
  }

  /** Take away what this agent has drawn. */
  clearDrawings(): void {
    this.#tell({ userview: "clearDrawings" });
  }

  /** Lead the visitor: back, forward, reload, or to an address of the page's site or one that the team allows. */
  navigate(to: EmbeddedStep | URL): void {
    this.#tell(
      to instanceof URL
        ? { userview: "navigate", to: "url", url: to.href }
        : { userview: "navigate", to },
    );
  }

  /**
   * Tell the visitor's page something of your own: its handlers of `customMessage` hear it. What is not passed on, since nobody is
   * there or it was too much, comes back as `refused`.
   *
   * @throws TypeError when it is no JSON object, or too large.
   */
  sendMessage(message: EmbeddedMessage): void {
    const read = readCustomMessage(message);
    if ("fault" in read) throw new TypeError(`message: ${read.fault}`);
    this.#tell({ userview: "message", message: read.message });
  }

  /** How the visitor's page is scaled into the room that there is. */
  setFit(mode: EmbeddedFit): void {
    this.#tell({ userview: "fit", mode });
  }

  override addEventListener<Name extends keyof UserViewViewerEvents>(
    name: Name,
    listener: (event: UserViewViewerEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As of any element; TypeScript knows what the events above carry. */
  override addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | ((event: never) => void),
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(name, listener as EventListener, options);
  }

  /** Called by the browser. */
  connectedCallback(): void {
    addEventListener("message", this.#hear);
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    this.disconnect();
  }

  readonly #hear = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.origin !== this.#origin) return;
    const message = readEmbedded(event.data);
    if (message !== null) this.#heard(message);
  };

  #heard(message: FromEmbedded): void {
    switch (message.userview) {
      case "ready":
        this.#tell({ userview: "listen" });
        return;
      case "message":
        this.#emit("message", message.message);
        return;
      case "refused":
        this.#emit("refused", { code: message.code, message: message.message });
        return;
      case "error":
        this.#emit("failed", { code: "bad_command", message: message.message });
        return;
      case "state":
        this.#show(message.state);
        return;
    }
  }

  #show(state: EmbeddedState): void {
    const before = this.#state;
    this.#state = state;
    this.#emit("statechange", state);
    if (state.page !== null && state.page.url !== before?.page?.url)
      this.#emit("pagechange", state.page);
    const live = state.state === "active" && state.waiting_for === null;
    if (live && !this.#wasLive) {
      this.#wasLive = true;
      this.#emit("live", state);
    }
    if (this.#over) return;
    this.#over = state.state === "ended" || state.phase === "refused";
    if (state.state === "ended") this.#emit("ended", state.end_reason);
    else if (state.error !== null) this.#emit("failed", state.error);
  }

  #emit<Name extends keyof UserViewViewerEvents>(
    name: Name,
    detail: UserViewViewerEvents[Name]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #tell(message: ToEmbedded): void {
    if (this.#origin !== null) this.#frame.contentWindow?.postMessage(message, this.#origin);
  }
}

/** Make the element known to this page; again, or beside another copy, it does nothing. */
export function defineViewer(): void {
  if (globalThis.customElements !== undefined && customElements.get(TAG) === undefined)
    customElements.define(TAG, UserViewViewer);
}

declare global {
  interface HTMLElementTagNameMap {
    "userview-viewer": UserViewViewer;
  }
}
