import type { LivePage } from "../gate/page.ts";
import { type EngineEvent, EventKind, Source } from "./format1.ts";

/** Thirty movements a second look smooth. */
const INTERVAL_MS = 33;

/** Tells where the visitor's own pointer or finger is; what scripts dispatch, an agent's hand among them, is not it. */
export class PointerWatch {
  readonly #page: LivePage;
  readonly #emit: (event: EngineEvent) => void;
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last: { x: number; y: number; target: Node; source: number } | null = null;

  constructor(page: LivePage, emit: (event: EngineEvent) => void) {
    this.#page = page;
    this.#emit = emit;
  }

  /** Begin to watch a document; points are in its own viewport. */
  watch(root: Document): void {
    const options = { capture: true, passive: true, signal: this.#stop.signal };
    root.addEventListener(
      "mousemove",
      (event) => this.#moved(event, event, Source.mouseMove),
      options,
    );
    // The page moves under a still pointer too: it scrolls, something opens or goes.
    root.addEventListener(
      "mouseover",
      (event) => this.#moved(event, event, Source.mouseMove),
      options,
    );
    root.addEventListener("drag", (event) => this.#moved(event, event, Source.drag), options);
    root.addEventListener(
      "touchmove",
      (event) => this.#moved(event, event.changedTouches[0], Source.touchMove),
      options,
    );
    if (root !== document) return;
    root.addEventListener(
      "mouseout",
      (event) => {
        // The pointer leaves the window: it is over nothing of the page any more.
        if (event.relatedTarget === null) this.#moved(event, event, Source.mouseMove, root);
      },
      options,
    );
  }

  /** The innermost element that the pointer is over; null when it is over nothing. */
  hovered(): Element | null {
    return hoveredIn(document);
  }

  stop(): void {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #moved(
    event: Event,
    point: { clientX: number; clientY: number } | undefined,
    source: number,
    target: Node | undefined = event.composedPath()[0] as Node | undefined,
  ): void {
    if (!event.isTrusted || point === undefined || target === undefined) return;
    this.#last = { x: point.clientX, y: point.clientY, target, source };
    if (this.#timer !== null) return;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#last !== null) this.#tell();
    }, INTERVAL_MS);
  }

  #tell(): void {
    const last = this.#last;
    if (last === null) return;
    this.#last = null;
    const { x, y, target, source } = last;
    const positions = [{ x, y, id: this.#page.id(target), timeOffset: 0 }];
    this.#emit({
      type: EventKind.incremental,
      data: { source, positions },
      timestamp: Date.now(),
    } as unknown as EngineEvent);
  }
}

function hoveredIn(root: Document | ShadowRoot): Element | null {
  const hovered = Array.from(root.querySelectorAll(":hover")).filter((one) => !isByLabel(one));
  const element = hovered.at(-1);
  if (element === undefined) return null;
  const inner = element.shadowRoot ?? frameDocument(element);
  return (inner && hoveredIn(inner)) ?? element;
}

/** Where a label is hovered its control counts as hovered too, wherever it stands. */
function isByLabel(element: Element): boolean {
  const labels = (element as HTMLInputElement).labels ?? [];
  return Array.from(labels).some((label) => label.matches(":hover") && !label.contains(element));
}

function frameDocument(element: Element): Document | null {
  return element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
}
