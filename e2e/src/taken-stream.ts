/** What the server relays to an agent's viewer, taken down as it comes: a recording of the session. */
import type { Page } from "@playwright/test";

/** A frame as it came, or what else was said then; `received` in Unix milliseconds. */
export type TakenPart =
  | { frame: Buffer }
  | { received: number; control: { type: "page"; url: string } | { type: "pause" } };

export class TakenStream {
  readonly parts: TakenPart[] = [];
  /** Path of the recorded pages' pictures and fonts on the replay host. */
  assets = "";

  /** Make it before the agent opens the session. */
  constructor(agent: Page) {
    agent.on("websocket", (socket) => {
      if (!new URL(socket.url()).pathname.endsWith("/ws/view")) return;
      socket.on("framereceived", ({ payload }) => {
        if (typeof payload === "string") this.#said(JSON.parse(payload));
        else this.parts.push({ frame: payload });
      });
    });
  }

  /** Frames of content. */
  get frames(): Buffer[] {
    return this.parts.flatMap((part) => ("frame" in part ? [part.frame] : []));
  }

  #said(message: { type: string; url?: string; assets_url?: string }): void {
    const received = Date.now();
    if (message.type === "welcome") this.assets = message.assets_url ?? "";
    else if (message.type === "stream.start")
      this.parts.push({ received, control: { type: "page", url: message.url ?? "" } });
    else if (message.type === "stream.pause")
      this.parts.push({ received, control: { type: "pause" } });
  }
}
