/**
 * Where recordings come from: what the server relayed, frame by frame as it was, and what else a viewer needs to know.
 *
 * All times are milliseconds since the recording began, ascending.
 */

/** An agent of the recorded session; `place` is its pointer in the page's viewport, null when it is not there. */
export interface RecordedAgent {
  id: string;
  name: string;
  color: number;
  place: { x: number; y: number } | null;
}

/** What was no page content; the words are those of the live protocol. */
export type RecordedControl =
  | { type: "page"; url: string }
  | { type: "pause" }
  | { type: "agents"; agents: { id: string; name: string; color: number }[] }
  | { type: "control"; agent: string | null }
  | { type: "pointer"; agent: string; x: number; y: number; visible: boolean };

export type Entry = { at: number; frame: ArrayBuffer } | { at: number; control: RecordedControl };

/** All that is no page content, at a moment. */
export interface Scene {
  url: string | null;
  /** What is shown is old: the visitor goes to another page, or is away. */
  paused: boolean;
  agents: readonly RecordedAgent[];
  /** Who may click and type. */
  control: string | null;
}

export const NOBODY: Scene = { url: null, paused: false, agents: [], control: null };

/** A moment from which the page can be shown without what was before: a snapshot is whole. */
export interface Keyframe {
  at: number;
  /** Names the snapshot's first piece to `read`; means nothing else. */
  place: number;
  /** What is known of all else then. */
  scene: Scene;
}

/** A part of the recording. */
export interface Stretch {
  from: number;
  to: number;
}

export interface RecordingIndex {
  duration: number;
  keyframes: readonly Keyframe[];
  /** Stretches of at least `QUIET_FROM_MS` in which nothing was recorded. */
  quiet: readonly Stretch[];
}

/** Shorter pauses nobody wants to skip. */
export const QUIET_FROM_MS = 2000;

export interface RecordingSource {
  /** Of what is recorded by now. */
  index(): Promise<RecordingIndex>;
  /**
   * The entries from a place on (0: from the beginning), in order and without a gap, some at a time; ends with the recording. Whoever
   * reads may stop early.
   */
  read(place: number): AsyncIterable<readonly Entry[]>;
}

/** The scene after one thing more. */
export function sceneAfter(scene: Scene, control: RecordedControl): Scene {
  switch (control.type) {
    case "page":
      return { ...scene, url: control.url, paused: false };
    case "pause":
      return { ...scene, paused: true };
    case "control":
      return { ...scene, control: control.agent };
    case "agents": {
      const before = new Map(scene.agents.map(({ id, place }) => [id, place]));
      const agents = control.agents.map((agent) => ({
        ...agent,
        place: before.get(agent.id) ?? null,
      }));
      return { ...scene, agents };
    }
    case "pointer": {
      const place = control.visible ? { x: control.x, y: control.y } : null;
      const agents = scene.agents.map((agent) =>
        agent.id === control.agent ? { ...agent, place } : agent,
      );
      return { ...scene, agents };
    }
  }
}
