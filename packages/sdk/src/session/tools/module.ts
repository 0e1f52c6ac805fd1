/** What agents do in the page beside mouse and keys: loaded when the first of them is used. */
import type { InputRefusal } from "@userview/protocol";
import { Refused } from "../control/target.ts";
import type { ToolAction } from "../tools.ts";
import { navigate } from "./navigate.ts";

/** Carry one out; null when it was, else why not. */
export function use(action: ToolAction): InputRefusal | null {
  try {
    navigate(action);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}
