import type { MessageOfAgent, Participant } from "@userview/protocol";
import type { Host } from "../port.ts";

/** Messages that the page and agents' pages send each other while a session is live (rule G1). */
export class Messages {
  readonly #host: Host;
  readonly #agents: () => readonly Participant[];

  /** @param agents who takes part now. */
  constructor(host: Host, agents: () => readonly Participant[]) {
    this.#host = host;
    this.#agents = agents;
  }

  /** The session is live: what the page says goes to its agents. */
  open(session: string): void {
    this.#host.kept.tellAgents = (message) =>
      this.#host.send({ type: "session.message", session, message });
    this.#host.kept.expectDisconnect = (expected) =>
      this.#host.send({ type: "disconnect.expected", session, ...expected });
  }

  /** It is over: nobody hears the page any more. */
  close(): void {
    this.#host.kept.tellAgents = undefined;
    this.#host.kept.expectDisconnect = undefined;
  }

  /** An agent's page says something to this one. */
  heard({ agent, message }: MessageOfAgent): void {
    const from = this.#agents().find(({ id }) => id === agent);
    this.#host.emit("customMessage", message, { id: agent, name: from?.name ?? "" });
  }
}
