/** Notes of a recording: what was no page content. The words are those of the live protocol. */
import type { DrawAction } from "@userview/protocol";
import { readDrawing } from "../port-actions.ts";
import { readAgent, readAgents, type ShownAgent } from "../port-agents.ts";
import { BadPortMessage, type CheckedObject, checkedObject } from "../port-check.ts";

/** An agent of the recorded session; `place` is its pointer in the page's viewport, null when it is not there. */
export interface RecordedAgent extends ShownAgent {
  place: { x: number; y: number } | null;
}

/** What an agent drew, when the visitor's page had shown it. */
export interface Drawn {
  agent: string;
  action: DrawAction;
  inset: number | null;
}

export type Note =
  | { type: "page"; url: string }
  | { type: "pause" }
  | { type: "agents"; agents: ShownAgent[] }
  | { type: "control"; agent: string | null }
  | { type: "pointer"; agent: string; x: number; y: number; visible: boolean }
  | ({ type: "draw" } & Drawn)
  /** All of it at once; stands before each snapshot. */
  | { type: "scene"; scene: Scene };

/** All that is no page content, at a moment. */
export interface Scene {
  url: string | null;
  /** What is shown is old: the visitor goes to another page, or is away. */
  paused: boolean;
  agents: readonly RecordedAgent[];
  /** Who may click and type. */
  control: string | null;
  /** What agents have framed. */
  drawn: readonly Drawn[];
}

export const NOBODY: Scene = { url: null, paused: false, agents: [], control: null, drawn: [] };

const MAX_URL = 8192;
const MAX_AGENTS = 100;
const UTF8 = new TextDecoder();

/** The scene after one thing more. */
export function sceneAfter(scene: Scene, note: Note): Scene {
  switch (note.type) {
    case "page":
      return { ...scene, url: note.url, paused: false };
    case "pause":
      return { ...scene, paused: true };
    case "control":
      return { ...scene, control: note.agent };
    case "agents": {
      const before = new Map(scene.agents.map(({ id, place }) => [id, place]));
      const agents = note.agents.map((agent) => ({
        ...agent,
        place: before.get(agent.id) ?? null,
      }));
      return { ...scene, agents };
    }
    case "pointer": {
      const place = note.visible ? { x: note.x, y: note.y } : null;
      const agents = scene.agents.map((agent) =>
        agent.id === note.agent ? { ...agent, place } : agent,
      );
      return { ...scene, agents };
    }
    case "draw":
      return scene;
    case "scene":
      return note.scene;
  }
}

/** A note from its JSON text; null for one that this viewer does not know. */
export function readNote(payload: ArrayBuffer): Note | null {
  try {
    const note = checkedObject(JSON.parse(UTF8.decode(payload)), "note");
    return readKnown(note.text("type", 32), note);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BadPortMessage) return null;
    throw error;
  }
}

function readKnown(type: string, note: CheckedObject): Note | null {
  switch (type) {
    case "page":
      return { type, url: note.text("url", MAX_URL) };
    case "pause":
      return { type };
    case "agents":
      return { type, agents: readAgents(note) };
    case "control":
      return { type, agent: note.textOrNull("agent", 128) };
    case "pointer":
      return {
        type,
        agent: note.text("agent", 128),
        x: note.pixels("x"),
        y: note.pixels("y"),
        visible: note.flag("visible"),
      };
    case "draw":
      return { type, ...readDrawn(note) };
    case "scene": {
      const scene = {
        url: note.textOrNull("url", MAX_URL),
        paused: note.flag("paused"),
        agents: note.list("agents", MAX_AGENTS, readRecordedAgent),
        control: note.textOrNull("control", 128),
        drawn: note.list("drawn", MAX_AGENTS, (one) => readDrawn(checkedObject(one, "drawn[]"))),
      };
      return { type, scene };
    }
    default:
      return null;
  }
}

function readDrawn(note: CheckedObject): Drawn {
  return {
    agent: note.text("agent", 128),
    action: readDrawing(checkedObject(note.field("action"), "action")),
    inset: note.uint32OrNull("inset"),
  };
}

function readRecordedAgent(entry: unknown): RecordedAgent {
  const place = checkedObject(entry, "agents[]").field("place");
  if (place === null) return { ...readAgent(entry), place };
  const point = checkedObject(place, "place");
  return { ...readAgent(entry), place: { x: point.pixels("x"), y: point.pixels("y") } };
}
