import type { Action, InputRefusal } from "@userview/protocol";
import { choose } from "./choose.ts";
import { enterText, pressKey } from "./keyboard.ts";
import { Mouse } from "./mouse.ts";
import { turnWheel } from "./scroll.ts";
import { type Nodes, Refused } from "./target.ts";

/** What agents may do, by the team's settings and the page's own options (rule A4). */
export interface Allowed {
  readonly click: boolean;
  readonly scroll: boolean;
  readonly type: boolean;
  readonly draw: boolean;
  readonly redirect: boolean;
}

/** Carries agents' input out in the page, or says why not (rules C6, C7). */
export class Control {
  readonly #nodes: Nodes;
  readonly #allowed: () => Allowed;
  readonly #warn: (text: string) => void;
  readonly #mice = new Map<string, Mouse>();

  /** @param warn told of errors that are no refusals. */
  constructor(nodes: Nodes, allowed: () => Allowed, warn: (text: string) => void) {
    this.#nodes = nodes;
    this.#allowed = allowed;
    this.#warn = warn;
  }

  /** Carry one input out; null when it was, else why not. */
  act(agent: string, action: Action): InputRefusal | null {
    if (!permits(this.#allowed(), action)) return "not_permitted";
    try {
      this.#carryOut(agent, action);
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.reason;
      this.#warn(`an agent's input could not be carried out: ${String(error)}`);
      return "failed";
    }
  }

  /** Whoever has control now: what others held in the page is let go. */
  turn(holder: string | null): void {
    for (const [agent, mouse] of this.#mice) if (agent !== holder) mouse.release();
  }

  #carryOut(agent: string, action: Action): void {
    switch (action.kind) {
      case "mouse": {
        const mouse = this.#mice.get(agent) ?? new Mouse(this.#nodes);
        this.#mice.set(agent, mouse);
        mouse.act(action);
        return;
      }
      case "scroll":
        turnWheel(action, this.#nodes);
        return;
      case "key":
        pressKey(action, this.#nodes);
        return;
      case "text":
        enterText(action, this.#nodes);
        return;
      case "choose":
        choose(action, this.#nodes);
        return;
      default:
        throw new Error("a newer server's action is not known here");
    }
  }
}

function permits(allowed: Allowed, action: Action): boolean {
  switch (action.kind) {
    case "mouse":
    case "choose":
      return allowed.click;
    case "scroll":
      return allowed.scroll;
    default:
      return allowed.type;
  }
}
