import type { Action, InputRefusal } from "@userview/protocol";
import type { Allowed } from "./control/control.ts";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_TOOLS: string;

/** What a module of its own carries out: most sessions need none of it. */
export type ToolAction = Extract<Action, { kind: "navigate" }>;

/** The module itself. */
interface ToolModule {
  use(action: ToolAction): InputRefusal | null;
}

export function isToolAction(action: Action): action is ToolAction {
  return action.kind === "navigate";
}

/** Carry one out if the page allows it; null when it was, else why not (rules A4, C6, C9). */
export async function useTool(
  action: ToolAction,
  allowed: Allowed,
  warn: (text: string) => void,
): Promise<InputRefusal | null> {
  if (!allowed.redirect) return "not_permitted";
  try {
    const url = new URL(USERVIEW_TOOLS, import.meta.url).href;
    const module = (await import(url)) as ToolModule;
    return module.use(action);
  } catch (error) {
    warn(`an agent's tool could not be used: ${String(error)}`);
    return "failed";
  }
}
