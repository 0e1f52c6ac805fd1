import type { VisitorToServer } from "@userview/protocol";
import type { InitOptions } from "../options/check.ts";

/** Tells what the page's own options keep from agents beside mouse and keys, so that no tool for it is offered (rule A4). */
export class Withheld {
  readonly #send: (message: VisitorToServer) => void;
  #told = "";

  constructor(send: (message: VisitorToServer) => void) {
    this.#send = send;
  }

  /** A session starts, also again after a reconnect: the server supposes that nothing is withheld. */
  begin(): void {
    this.#told = "false false";
  }

  tell(session: string, { allowDraw, allowAgentRedirect }: InitOptions): void {
    const [draw, redirect] = [allowDraw === false, allowAgentRedirect === false];
    const now = `${draw} ${redirect}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#send({ type: "tools.withheld", session, draw, redirect });
  }
}
