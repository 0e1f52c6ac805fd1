/** Reading the agents whose pointers a view shows, live or recorded. */
import { type CheckedObject, checkedObject } from "./port-check.ts";

const MAX_AGENTS = 100;

/** An agent as a view names and colours it; `color` is a place in the palette. */
export interface ShownAgent {
  id: string;
  name: string;
  color: number;
}

/** @throws BadPortMessage naming the field, what was expected and what came. */
export function readAgents(message: CheckedObject): ShownAgent[] {
  return message.list("agents", MAX_AGENTS, readAgent);
}

/** @throws BadPortMessage naming the field, what was expected and what came. */
export function readAgent(entry: unknown): ShownAgent {
  const agent = checkedObject(entry, "agents[]");
  return {
    id: agent.text("id", 128),
    name: agent.text("name", 256),
    color: agent.integer("color", 0, 7),
  };
}
