import type { Message, Outlet } from "@userview/capture";
import type { FromInset } from "@userview/capture/pairing";
import { FrameType } from "@userview/protocol";

/** Hands whole messages to the page around: it deflates them with its own. */
export class PortOutlet implements Outlet {
  readonly #say: (message: FromInset) => void;
  #stopped = false;

  constructor(say: (message: FromInset) => void) {
    this.#say = say;
  }

  message(type: FrameType): Message {
    let lines: string[] = [];
    return {
      line: (text) => lines.push(text),
      end: () => {
        const snapshot = type === FrameType.snapshot;
        if (!this.#stopped) this.#say({ kind: "message", snapshot, lines });
      },
      drop: () => {
        lines = [];
      },
    };
  }

  stop(): void {
    this.#stopped = true;
  }
}
