import type { Action, InputRefusal, Participant } from "@userview/protocol";
import type { Allowed } from "./control/control.ts";
import type { Nodes } from "./control/target.ts";
import type { Stage } from "./ui/stage.ts";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_TOOLS: string;

/** What a module of its own carries out: most sessions need none of it. */
export type ToolAction = Extract<Action, { kind: "navigate" | "draw" }>;

export interface ToolParts {
  readonly nodes: Nodes;
  readonly allowed: () => Allowed;
  readonly agents: () => readonly Participant[];
  /** What an agent without a name is called. */
  readonly guest: () => string;
  /** What the page shows of the session is on it; a page in a frame has none and is not led anywhere. */
  readonly stage: (() => Stage) | null;
  /** Which page view this is: what was drawn on another one goes. */
  readonly pageview: () => string;
  readonly warn: (text: string) => void;
}

/** What the module makes of them. */
export interface ToolBox {
  /** Carry one out; null when it was, else why not. */
  use(agent: string, action: ToolAction): InputRefusal | null;
  /** Whose tools they are may have changed. */
  update(): void;
  close(): void;
}

/** The module itself. */
interface ToolModule {
  createToolBox(parts: ToolParts): ToolBox;
}

export function isToolAction(action: Action): action is ToolAction {
  return action.kind === "navigate" || action.kind === "draw";
}

/** Agents' tools in one run of capture. */
export class Tools {
  readonly #parts: ToolParts;
  #loaded: Promise<ToolBox> | null = null;
  #closed = false;

  constructor(parts: ToolParts) {
    this.#parts = parts;
  }

  /** Carry one out if the page allows it; null when it was, else why not (rules A4, C6, C9, C10). */
  async use(agent: string, action: ToolAction): Promise<InputRefusal | null> {
    const { allowed, stage, warn } = this.#parts;
    const leads = action.kind === "navigate";
    if (leads ? !allowed().redirect || stage === null : !allowed().draw) return "not_permitted";
    try {
      this.#loaded ??= this.#load();
      const box = await this.#loaded;
      return this.#closed ? "stale" : box.use(agent, action);
    } catch (error) {
      warn(`an agent's tool could not be used: ${String(error)}`);
      return "failed";
    }
  }

  /** Whose tools they are may have changed. */
  update(): void {
    void this.#loaded?.then((box) => box.update()).catch(() => {});
  }

  /** What was drawn goes at once. */
  close(): void {
    this.#closed = true;
    void this.#loaded?.then((box) => box.close()).catch(() => {});
  }

  async #load(): Promise<ToolBox> {
    const url = new URL(USERVIEW_TOOLS, import.meta.url).href;
    const module = (await import(url)) as ToolModule;
    return module.createToolBox(this.#parts);
  }
}
