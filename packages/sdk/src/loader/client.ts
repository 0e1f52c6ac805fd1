import {
  type BrowserHints,
  type IdentityPatch,
  PROTOCOL_MAX,
  PROTOCOL_MIN,
  type ServerToVisitor,
  type VisitorHello,
  type VisitorToServer,
  type VisitorWelcome,
} from "@userview/protocol";
import { HAS_RULES } from "@userview/protocol/scrub";
import type { CompanionHost, Host, Session, SessionMessage, SessionModule } from "../port.ts";
import { CompanionSlot } from "./companion.ts";
import { Connection } from "./connection.ts";
import { debug, setDebug, warn } from "./console.ts";
import { type Events, guarded } from "./events.ts";
import { type IdentityStore, identityStore, pageJar } from "./identity.ts";
import { mixedContent, watchPolicy } from "./obstacles.ts";
import { type GivenOptions, identityOf, overrides } from "./options.ts";
import { Presence } from "./presence.ts";
import { kept } from "./seen.ts";

/** Version of the SDK, as it says it to the server. */
const VERSION = "0.1.0";
const IDLE_LOOK_MS = 10_000;
/** What is asked of the browser beyond what it says by itself (its brands, platform, whether it is a phone). */
const HINTS = ["model", "formFactors"];
const ACTIVITY = ["pointermove", "pointerdown", "keydown", "focus", "scroll"];

/** TypeScript does not know it yet, and not every browser has it. */
type Hinting = Navigator & {
  userAgentData?: { getHighEntropyValues(names: string[]): Promise<BrowserHints> };
};

/** This page's connection to its server, from `init` on. */
export class Client {
  readonly #server: string;
  readonly #key: string;
  readonly #events: Events;
  readonly #store: IdentityStore;
  readonly #connection: Connection;
  readonly #presence: Presence;
  readonly #companion: CompanionSlot;
  readonly #waiting: (() => void)[] = [];
  /** Directives of the page's policy that keep something of ours away; the console was told. */
  readonly #blocked = new Set<string>();
  #options: GivenOptions;
  /** What the browser says of itself beyond its user agent; it is asked while the socket opens, which takes longer. */
  #hints: BrowserHints | undefined;
  #identity: IdentityPatch = {};
  /** Given after `hello` was said and before `welcome` came: neither of them has told it. */
  #untold: IdentityPatch = {};
  /** What the server said of this connection, while there is one. */
  #welcome: VisitorWelcome | null = null;
  /** What it said last, also while there is none. */
  #latest: VisitorWelcome | null = null;
  #session: Session | null = null;
  #loading: SessionMessage[] | null = null;
  #current: string | null = null;
  #resting = false;
  #activeAt = performance.now();

  constructor(
    server: string,
    key: string,
    options: GivenOptions,
    events: Events,
    scrubbing: string,
  ) {
    this.#server = server;
    this.#key = key;
    this.#options = options;
    this.#events = events;
    this.#store = identityStore(key, pageJar());
    this.#presence = new Presence(() => this.#pageChanged());
    this.#companion = new CompanionSlot(this.#host());
    if (scrubbing.startsWith("%")) this.#presence.rules = JSON.parse(decodeURIComponent(scrubbing));
    this.#connection = new Connection(`${server.replace(/^http/, "ws")}/ws/visitor`, {
      hello: () => this.#hello(),
      message: (message) => this.#receive(message),
      closed: () => this.#closed(),
    });
    watchPolicy(server, this.#blocked, (directive) => {
      if (directive === "connect-src" && !this.#welcome) this.disconnect();
    });
    this.#watchPage();
    this.#configure(options);
    void this.#readHints();
  }

  /** Further options: who the visitor is goes to the server, the rest holds from now on. */
  update(options: GivenOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#companion.now?.leave();
    const identity = this.#configure(options);
    Object.assign(this.#untold, identity);
    this.#tellIdentity();
    this.#configured();
  }

  connect(): void {
    const obstacle = mixedContent(this.#server);
    if (obstacle) {
      warn(obstacle);
      return;
    }
    this.#activeAt = performance.now();
    this.#resting = false;
    this.#connection.open();
  }

  disconnect(): void {
    this.#resting = false;
    this.#leave();
    this.#connection.close();
  }

  /** From now on this browser is somebody new (rule P4). */
  reset(reopen: boolean): void {
    this.#identity = {};
    this.#untold = {};
    const told = this.#send({ type: "visitor.reset" });
    if (!told || !reopen) this.#store.clear();
    if (!reopen) this.disconnect();
    else if (!told) this.connect();
  }

  stopSession(): void {
    const session = this.#current;
    this.#loading = this.#loading && [];
    if (this.#session) this.#session.stop();
    else if (session) this.#send({ type: "session.stop", session });
  }

  newPageview(url?: string): void {
    this.#presence.newPageview(url);
  }

  /** What the server says of this connection, as soon as it does. */
  async welcome(): Promise<VisitorWelcome> {
    while (!this.#welcome) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#welcome;
  }

  /** A function that the companion carries out. */
  async ask(name: string, args: readonly unknown[]): Promise<unknown> {
    const at = performance.now();
    if (!this.#latest) await this.welcome();
    return this.#companion.call(name, args, at);
  }

  #configure(options: GivenOptions): IdentityPatch {
    if (options.debug !== undefined) setDebug(options.debug);
    const identity = identityOf(options);
    // A token from before is of somebody else, perhaps: reconnecting must not bring it back (rule I4).
    if (identity.unique_id !== undefined) delete this.#identity.identity_token;
    Object.assign(this.#identity, identity);
    return identity;
  }

  async #readHints(): Promise<void> {
    try {
      this.#hints = await (navigator as Hinting).userAgentData?.getHighEntropyValues(HINTS);
    } catch {}
  }

  #hello(): string {
    this.#untold = {};
    const options = this.#options;
    const hello: VisitorHello = {
      type: "hello",
      protocol: { min: PROTOCOL_MIN, max: PROTOCOL_MAX },
      key: this.#key,
      visitor: this.#store.load(),
      page: this.#presence.anew(),
      identity: this.#identity,
      options: {
        require_authorization: options.requireAuthorizationForSession ?? null,
        js_configuration: overrides(options),
        allow_click: options.allowRemoteClick ?? null,
        allow_scroll: options.allowRemoteScroll ?? null,
        allow_type: options.allowRemoteType ?? null,
      },
      client: {
        version: VERSION,
        supported: isSupported(),
        language: navigator.language ?? "",
        touch: navigator.maxTouchPoints,
        hints: this.#hints as BrowserHints, // absent where there are none
      },
      resume: this.#session?.resume() ?? null,
    };
    return JSON.stringify(hello);
  }

  #receive(message: ServerToVisitor): void {
    debug("received", message);
    this.#read(message);
    this.#companion.now?.received(message);
  }

  #read(message: ServerToVisitor): void {
    switch (message.type) {
      case "welcome":
        this.#opened(message);
        return;
      case "settings":
        if (this.#welcome) this.#know({ ...this.#welcome, settings: message.settings });
        this.#configured();
        return;
      case "visitor.changed":
        this.#current = null;
        this.#loading = null;
        this.#session?.abandon();
        this.#become(message.visitor);
        this.#events.emit("connectionReset", message.reason);
        return;
      case "error":
        warn(`${message.message} (${message.code})`);
        return;
      default:
        // What is for nobody here it passes by (rule V3).
        this.#forSession(message as SessionMessage);
    }
  }

  #opened(welcome: VisitorWelcome): void {
    this.#connection.accepted();
    this.#become(welcome.visitor, welcome);
    this.#session?.opened();
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#events.emit("connection");
    this.#tellPage();
    this.#tellIdentity();
    this.#companion.now?.opened();
    this.#configured();
  }

  #become(visitor: VisitorWelcome["visitor"], welcome = this.#welcome): void {
    if (welcome) this.#know({ ...welcome, visitor });
    if (visitor.secret) this.#store.save({ short_id: visitor.short_id, secret: visitor.secret });
  }

  #know(welcome: VisitorWelcome): void {
    this.#latest = this.#welcome = welcome;
    const { url_scrubbing, mask_all_text: untitled } = welcome.settings;
    this.#presence.rules = HAS_RULES ? { ...url_scrubbing, untitled } : url_scrubbing;
  }

  /** The server speaks of a session: what carries it out is loaded first, then told in order. */
  #forSession(message: SessionMessage): void {
    if ("session" in message)
      this.#current = message.type === "session.end" ? null : message.session;
    if (this.#session) this.#session.receive(message);
    else if (this.#loading) this.#loading.push(message);
    else if (message.type === "session.request" || message.type === "session.start") {
      this.#loading = [message];
      void this.#load(message.session);
    }
  }

  async #load(session: string): Promise<void> {
    const welcome = await this.welcome();
    const url = welcome.limits.capture_url;
    try {
      const module = (await import(url)) as SessionModule;
      const waiting = this.#loading;
      this.#loading = null;
      if (!waiting) return;
      this.#session = module.createSession(this.#host());
      for (const message of waiting) this.#session.receive(message);
    } catch (error) {
      this.#loading = null;
      // A blocked script is told of in a task of its own, behind the failure.
      await new Promise((resolve) => setTimeout(resolve));
      const blocked = this.#blocked.has("script-src");
      const cause = blocked ? "the page's Content-Security-Policy forbids it" : String(error);
      const message = `the session module ${url} could not be loaded: ${cause}`.slice(0, 500);
      if (!blocked) warn(message);
      this.#send({ type: "capture.failed", session, message });
    }
  }

  /** What both modules are offered: what it gives is of now, at each reading. */
  #host(): Host & CompanionHost {
    const client = this;
    return {
      server: this.#server,
      get settings() {
        return (client.#latest as VisitorWelcome).settings;
      },
      get limits() {
        return (client.#latest as VisitorWelcome).limits;
      },
      get visitor() {
        return (client.#latest as VisitorWelcome).visitor;
      },
      get options() {
        return client.#options;
      },
      presence: this.#presence,
      send: (message) => this.#send(message),
      sendFrame: (frame) => this.#connection.send(frame),
      emit: (event, ...args) => this.#events.emit(event, ...args),
      guarded,
      warn,
      kept,
    };
  }

  #send(message: VisitorToServer): boolean {
    return !!this.#welcome && this.#connection.send(JSON.stringify(message));
  }

  /** Settings or options may be others than before: they hold at once (rule P6). */
  #configured(): void {
    this.#session?.configured();
    this.#tellCompanion();
  }

  #pageChanged(): void {
    this.#tellPage();
    this.#tellCompanion();
  }

  #tellCompanion(): void {
    if (this.#latest) this.#companion.changed();
  }

  #tellPage(): void {
    if (!this.#welcome) return;
    const page = this.#presence.news();
    if (page) this.#send({ type: "page", page });
  }

  #tellIdentity(): void {
    const identity = this.#untold;
    if (Object.keys(identity).length === 0) return;
    if (this.#send({ type: "identify", identity })) this.#untold = {};
  }

  #closed(): void {
    this.#welcome = null;
    this.#session?.closed();
  }

  #leave(): void {
    this.#current = null;
    this.#loading = null;
    this.#session?.leave();
    this.#companion.now?.leave();
  }

  /** Page life: closed when the page goes into the back-forward cache, resting when nobody is there. */
  #watchPage(): void {
    let wanted = false;
    addEventListener("pagehide", () => {
      wanted = this.#resting || !!this.#welcome;
      this.disconnect();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted && wanted) this.connect();
    });
    for (const name of ACTIVITY) {
      addEventListener(
        name,
        () => {
          this.#activeAt = performance.now();
          if (this.#resting) this.connect();
        },
        { capture: true, passive: true },
      );
    }
    setInterval(() => this.#restIfIdle(), IDLE_LOOK_MS);
  }

  #restIfIdle(): void {
    if (!this.#welcome || this.#current || this.#session?.busy) return;
    const limit =
      this.#options.disconnectAfterSeconds ?? this.#welcome.settings.disconnect_after_seconds;
    if (performance.now() - this.#activeAt < limit * 1000) return;
    this.disconnect();
    this.#resting = true;
  }
}

/** Whether this browser has what a session needs and old ones lack, or pages take away. */
function isSupported(): boolean {
  const { attachShadow, showModal } = document.createElement(
    "dialog",
  ) as Partial<HTMLDialogElement>;
  return !!(attachShadow && showModal && window.WeakRef && window.MutationObserver);
}
