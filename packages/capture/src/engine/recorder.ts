import { record } from "rrweb";
import type { LivePage } from "../gate/page.ts";
import { OWN_SELECTOR } from "../privacy/masks.ts";
import { type EngineEvent, EventKind } from "./format1.ts";

/** Thirty steps of scrolling a second look smooth. */
const SCROLL_INTERVAL_MS = 33;

/** The engine's ids of the live nodes. */
export const livePage: LivePage = {
  node: (id) => (id > 0 ? (record.mirror.getNode(id) as Node | null) : null),
  id: (node) => record.mirror.getId(node),
};

const forget = record.mirror.removeNodeFromMap.bind(record.mirror);

/**
 * The engine forgets a node that leaves and comes back to the same place in one step, as
 * `parent.replaceChildren(child)` does: what is in the page keeps its id.
 */
record.mirror.removeNodeFromMap = (node) => {
  if (!(node as unknown as Node).isConnected) forget(node);
};

/** What observes the page. The only place that knows `rrweb`. */
export interface Recorder {
  /** Tell the whole page again. Call in a task of its own: changes that wait would be told twice. */
  snapshot(): void;
  /** Stop observing, at once; every hook in the page is taken out. */
  stop(): void;
}

/**
 * Begins to observe the page with a snapshot, at once or as soon as the page has been read.
 *
 * @param emit must not throw: it is called from inside the page's own calls.
 */
export function startRecorder(emit: (event: EngineEvent) => void): Recorder {
  let complete = false;
  const stop = record({
    emit: (event) => {
      complete ||= event.type === (EventKind.fullSnapshot as number);
      emit(event);
    },
    blockSelector: OWN_SELECTOR,
    // Nothing is left to the engine's own masks and names: what may leave is decided by the gate.
    blockClass: "userview-no-such-class",
    ignoreClass: "userview-no-such-class",
    maskTextClass: "userview-no-such-class",
    maskInputOptions: {},
    slimDOMOptions: { script: true, comment: true },
    inlineStylesheet: true,
    recordCanvas: false,
    collectFonts: false,
    recordAfter: "DOMContentLoaded",
    sampling: {
      mousemove: false,
      scroll: SCROLL_INTERVAL_MS,
      media: 250,
      input: "all",
    },
    // The engine stands between the page and some of its calls: what these throw belongs to the page.
    errorHandler: (error) => !(error instanceof DOMException),
  });
  if (stop === undefined)
    throw new Error("expected to observe the page, but the engine did not start");
  return { snapshot: () => complete && record.takeFullSnapshot(true), stop };
}
