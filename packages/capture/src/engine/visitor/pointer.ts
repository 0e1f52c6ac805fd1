import { Op, PointerKind, Press, type TokenWriter } from "@userview/protocol/content";
import { matches } from "../../privacy/tree.ts";
import { frameDocument, NodeType, nameOf, queryAll, typeOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";

/** Presses that wait to be told; a page on which more happen in a frame is not used by people. */
const MOST_PRESSES = 20;

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

interface Told extends Point {
  readonly target: Node;
  readonly code: number;
}

const MOVES: Readonly<Record<string, number>> = {
  mousemove: PointerKind.mouse,
  // The page moves under a still pointer too: it scrolls, something opens or goes.
  mouseover: PointerKind.mouse,
  drag: PointerKind.drag,
  touchmove: PointerKind.touch,
};

const PRESSES: Readonly<Record<string, number>> = {
  mousedown: Press.down,
  touchstart: Press.down,
  mouseup: Press.up,
  click: Press.click,
  contextmenu: Press.contextMenu,
  touchend: Press.touchEnd,
  touchcancel: Press.touchEnd,
};

/** Where the visitor's own pointer or finger is, once a drawn frame at most, and presses; what scripts dispatch, an agent's hand among them, is not it. */
export class Pointer implements Feature {
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  #move: Told | null = null;
  #presses: Told[] = [];

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  /** These events leave shadow trees: their documents hear of all. */
  enter(root: Root): void {
    if (typeOf(root) !== NodeType.document) return;
    this.#listening.any(root, Object.keys(MOVES), (event) => this.#moved(event));
    this.#listening.any(root, Object.keys(PRESSES), (event) => this.#pressed(event));
    if (root === document)
      this.#listening.any(root, ["mouseout"], (event) => this.#left(event as MouseEvent));
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  /** What is hovered, without its place, which the next movement tells. */
  state(writer: TokenWriter): void {
    this.#move = null;
    this.#presses = [];
    const element = this.#hoveredIn(document);
    const id = element === null ? 0 : this.#context.nodes.id(element);
    if (id !== 0) writer.ints(Op.pointer, id, -1, -1, PointerKind.mouse);
  }

  changes(writer: TokenWriter): void {
    const move = this.#move;
    if (move !== null) {
      this.#move = null;
      writer.ints(Op.pointer, this.#idOf(move.target)).number(move.clientX).number(move.clientY);
      writer.int(move.code);
    }
    for (const { target, clientX, clientY, code } of this.#presses) {
      const id = this.#idOf(target);
      if (id !== 0) writer.ints(Op.press, id).number(clientX).number(clientY).int(code);
    }
    this.#presses = [];
  }

  stop(): void {
    this.#listening.stop();
    this.#move = null;
    this.#presses = [];
  }

  #moved(event: Event): void {
    const told = toldOf(event, MOVES[event.type] ?? PointerKind.mouse);
    if (told === null) return;
    this.#move = told;
    this.#context.request();
  }

  /** The pointer leaves the window: it is over nothing of the page any more. */
  #left(event: MouseEvent): void {
    if (!event.isTrusted || event.relatedTarget !== null) return;
    const { clientX, clientY } = event;
    this.#move = { target: document, clientX, clientY, code: PointerKind.mouse };
    this.#context.request();
  }

  #pressed(event: Event): void {
    const told = toldOf(event, PRESSES[event.type] ?? Press.click);
    if (told === null || this.#presses.length >= MOST_PRESSES) return;
    this.#presses.push(told);
    this.#context.request();
  }

  #idOf(target: Node): number {
    return target === document ? 0 : this.#context.nodes.id(target);
  }

  #hoveredIn(root: Root): Element | null {
    const hovered = Array.from(queryAll(root, ":hover")).filter((one) => !isByLabel(one));
    const element = hovered.at(-1);
    if (element === undefined) return null;
    const inner = this.#context.shadowOf(element) ?? frameDocument(element);
    return (inner && this.#hoveredIn(inner)) ?? element;
  }
}

function toldOf(event: Event, code: number): Told | null {
  const point = "changedTouches" in event ? (event as TouchEvent).changedTouches[0] : event;
  const target = event.composedPath()[0] as Node | undefined;
  if (!event.isTrusted || point === undefined || target === undefined || !("nodeType" in target))
    return null;
  const { clientX, clientY } = point as Point;
  return { target, clientX, clientY, code };
}

/** Where a label is hovered its control counts as hovered too, wherever it stands. */
function isByLabel(element: Element): boolean {
  const labels = nameOf(element) === "form" ? [] : ((element as HTMLInputElement).labels ?? []);
  return Array.from(labels).some((label) => matches(label, ":hover") && !label.contains(element));
}
