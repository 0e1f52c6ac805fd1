import { Layer, Op, type TokenWriter } from "@userview/protocol/content";
import { connected, NodeType, nameOf, own, parentOf, queryAll, rootOf, typeOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Hooks, realmOf } from "../hooks.ts";
import { Listening } from "./listening.ts";

/** Events around what enters the top layer, or leaves it. The first is before it, the others behind. */
const EVENTS = ["beforetoggle", "toggle", "close", "cancel", "fullscreenchange"];
const { hasAttribute } = Element.prototype;
const SHOWN = "dialog[open],:modal,:popover-open,:fullscreen";

/** Dialogs, popovers and what fills the screen, in the order in which they came. */
export class Layers implements Feature {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #listening = new Listening();
  /** What may have entered or left since the last look, in order; true where it surely entered anew. */
  readonly #candidates = new Map<Element, boolean>();
  /** What was told, in order. */
  readonly #told = new Map<Element, number>();

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (this.#hooks.enters(realm)) {
      const { HTMLDialogElement: Dialog, HTMLElement: Html } = realm;
      this.#hooks.methods(Dialog?.prototype, ["show", "showModal", "close"], (self) =>
        this.#look(self as Element, true),
      );
      const popovers = ["showPopover", "hidePopover", "togglePopover"];
      this.#hooks.methods(Html.prototype, popovers, (self) => this.#look(self as Element, true));
    }
    this.#listening.to(root, EVENTS, (target) => this.#look(target));
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  added(element: Element): void {
    // Built anew it is in no layer.
    if (this.#told.size > 0 && this.#told.has(element)) this.#candidates.set(element, true);
    else if (hasAttribute.call(element, "popover") || nameOf(element) === "dialog")
      this.#look(element);
  }

  state(writer: TokenWriter): void {
    const before = [...this.#told.keys()];
    this.#told.clear();
    this.#candidates.clear();
    for (const element of before) this.#tell(element, writer);
    for (const root of this.#context.roots)
      for (const element of queryAll(root, SHOWN)) this.#tell(element, writer);
  }

  changes(writer: TokenWriter): void {
    for (const element of this.#told.keys())
      if (this.#context.nodes.id(element) === 0) this.#told.delete(element);
    if (this.#candidates.size === 0) return;
    const entered = [...this.#candidates];
    this.#candidates.clear();
    // What leaves does so first: it made room for what came.
    for (const [element, again] of entered)
      if (again || layerOf(element) === Layer.none) this.#forget(element, writer);
    for (const [element] of entered) this.#tell(element, writer);
  }

  stop(): void {
    this.#hooks.stop();
    this.#listening.stop();
    this.#candidates.clear();
    this.#told.clear();
  }

  /** @param called by the script that moves it; events tell of that later, when others may have come on top. */
  #look(element: Element, called = false): void {
    const layer = layerOf(element);
    // Who left and came back within a frame is on top now.
    const again = layer === Layer.none && this.#told.has(element);
    const known = this.#candidates.get(element);
    if (called) this.#candidates.delete(element);
    this.#candidates.set(element, again || known === true);
    this.#context.request();
  }

  #tell(element: Element, writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    const id = nodes.id(element);
    const layer = layerOf(element);
    if (id === 0 || layer === Layer.none || this.#told.get(element) === layer) return;
    const parent = parentOf(element);
    if (parent !== null && typeOf(parent) === NodeType.element && masks.isMasked(parent)) return;
    this.#told.delete(element);
    this.#told.set(element, layer);
    writer.ints(Op.layer, id, layer);
  }

  #forget(element: Element, writer: TokenWriter): void {
    if (!this.#told.delete(element)) return;
    const id = this.#context.nodes.id(element);
    if (id !== 0) writer.ints(Op.layer, id, Layer.none);
  }
}

function layerOf(element: Element): number {
  if (!connected(element)) return Layer.none;
  const isDialog = nameOf(element) === "dialog";
  if (own(rootOf(element) as Root, "fullscreenElement") === element) return Layer.fullscreen;
  if (isDialog && matches(element, ":modal")) return Layer.modal;
  if (matches(element, ":popover-open")) return Layer.popover;
  return isDialog && hasAttribute.call(element, "open") ? Layer.dialog : Layer.none;
}

/** Whether it matches a selector that older browsers do not know. */
function matches(element: Element, selector: string): boolean {
  try {
    return Element.prototype.matches.call(element, selector);
  } catch {
    return false;
  }
}
