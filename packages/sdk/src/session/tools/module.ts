/** What agents do in the page beside mouse and keys: loaded when the first of it is used. */
import type { InputRefusal } from "@userview/protocol";
import { Refused } from "../control/target.ts";
import type { ToolAction, ToolBox, ToolParts } from "../tools.ts";
import { Drawings } from "./draw.ts";
import { navigate } from "./navigate.ts";

export function createToolBox(parts: ToolParts): ToolBox {
  return new Box(parts);
}

class Box implements ToolBox {
  readonly #drawings: Drawings;

  constructor(parts: ToolParts) {
    this.#drawings = new Drawings(parts);
  }

  use(agent: string, action: ToolAction): InputRefusal | null {
    try {
      if (action.kind === "navigate") navigate(action);
      else this.#drawings.draw(agent, action);
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.reason;
      throw error;
    }
  }

  update(): void {
    this.#drawings.update();
  }

  close(): void {
    this.#drawings.close();
  }
}
