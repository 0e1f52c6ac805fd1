import type { VisitorWelcome } from "@userview/protocol";
import { Client } from "./client.ts";
import { warn } from "./console.ts";
import { Events, guarded } from "./events.ts";
import { readOptions } from "./options.ts";

type Args = readonly unknown[];

/** The functions of `UserView(name, ...args)`. */
export class Api {
  readonly #server: string;
  readonly #key: string;
  readonly #scrubbing: string;
  readonly #events = new Events();
  readonly #waiting: ((client: Client) => void)[] = [];
  #client: Client | null = null;

  /** @param server public address without a slash at its end; @param key the key in the script's address; @param scrubbing the team's rules for URLs, percent-encoded JSON. */
  constructor(server: string, key: string, scrubbing: string) {
    this.#server = server;
    this.#key = key;
    this.#scrubbing = scrubbing;
  }

  /** Carry out one call; wrong ones are named in one console line. */
  call(name: string, args: Args): unknown {
    const functions: Record<string, (() => unknown) | undefined | null> = {
      __proto__: null,
      init: () => this.init(args[0]),
      updateConnection: () => {
        const options = readOptions(args[0], "updateConnection", "identity");
        this.#withClient((client) => client.update(options));
      },
      connect: () => this.#withClient((client) => client.connect()),
      disconnect: () => this.#withClient((client) => client.disconnect()),
      reset: () => this.#withClient((client) => client.reset(args[0] !== false)),
      stopSession: () => this.#withClient((client) => client.stopSession()),
      // Whatever is no address becomes one, or "", where it is scrubbed.
      newPageview: () => this.#withClient((client) => client.newPageview(args[0] as string)),
      getShortId: () => this.#answer(args[0], (welcome) => welcome.visitor.short_id),
      getConnectionId: () => this.#answer(args[0], (welcome) => welcome.connection),
      getWatchLink: () => this.#answer(args[0], (welcome) => welcome.visitor.watch_link),
      on: () => this.#events.on(args),
      off: () => this.#events.off(args),
    };
    const found = functions[name];
    if (found) return found();
    // Whatever is not done here the companion does, or says that there is no such function.
    return this.#begun().then((client) => client.ask(name, args));
  }

  /** Begin, or begin again with further options. */
  init(given: unknown): void {
    const options = readOptions(given, "init");
    if (this.#client) {
      this.#client.update(options);
      return;
    }
    const key = options.apiKey ?? this.#key;
    if (!/^pk_[A-Za-z\d]{24}$/.test(key)) {
      warn(`init: expected apiKey to be a public key, got "${key}"`);
      return;
    }
    const client = new Client(this.#server, key, options, this.#events, this.#scrubbing);
    this.#client = client;
    for (const task of this.#waiting.splice(0)) task(client);
    if (options.autoconnect !== false) whenShown(() => client.connect());
  }

  #withClient(task: (client: Client) => void): void {
    if (this.#client) task(this.#client);
    else this.#waiting.push(task);
  }

  #begun(): Promise<Client> {
    return new Promise((resolve) => this.#withClient(resolve));
  }

  #answer(callback: unknown, pick: (welcome: VisitorWelcome) => string): Promise<string> {
    const answer = this.#begun()
      .then((client) => client.welcome())
      .then(pick);
    if (typeof callback === "function") {
      void answer.then((value) => guarded(callback as () => void, value));
    }
    return answer;
  }
}

/** Now, or as soon as a page that the browser prepares ahead is really looked at. */
function whenShown(task: () => void): void {
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", task, { once: true });
  } else {
    task();
  }
}
