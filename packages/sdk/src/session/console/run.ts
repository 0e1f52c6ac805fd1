import type { ConsoleAnswer } from "@userview/protocol";
import { describe, type Nameable } from "./describe.ts";

export type Outcome = Pick<ConsoleAnswer, "kind" | "text">;

const FORBIDDEN =
  "the page's Content-Security-Policy forbids code that comes as text (it has no 'unsafe-eval', or wants Trusted Types)";

/** Runs code in the page's global scope, as its own console would, and says what came of it. */
export function run(code: string, nameable: Nameable): Outcome {
  // Called by another name it knows nothing of ours, and its variables are the page's.
  // biome-ignore lint/security/noGlobalEval: to run what an agent typed, with everybody's permission, is what this is for
  const evaluate = window.eval;
  try {
    evaluate("0");
  } catch {
    return { kind: "refused", text: FORBIDDEN };
  }
  try {
    return { kind: "value", text: describe(evaluate(code), nameable) };
  } catch (error) {
    return { kind: "error", text: describe(error, nameable, true) };
  }
}
