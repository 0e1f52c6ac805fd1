/**
 * The op of the top layer: dialogs, popovers and elements that fill the screen.
 *
 * A popover is shown by hand, because the browser would close it where it does not see what the page saw: who opened it.
 * Nothing but the browser's own window can fill the screen, so such an element becomes one that fills the mirror.
 */
import { Layer, type TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { HTML } from "./elements.ts";
import type { NodeRegistry } from "./nodes.ts";
import type { VisitorStates } from "./state.ts";

interface Shown {
  layer: number;
  /** The page's own `popover` attribute, while another stands in its place. */
  popover: string | null;
}

export class Layers {
  private readonly shown = new WeakMap<Element, Shown>();
  private waiting: { element: Element; layer: number }[] = [];

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly states: VisitorStates,
  ) {}

  layer(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    const layer = reader.int();
    if (element !== null) this.waiting.push({ element, layer });
  }

  /** Attributes that open and close what is shown here. @returns true when that was done. */
  takesAttribute(element: Element, name: string, value: string | null): boolean {
    if (name === "open" && value === null && dom.isHtml(element, "dialog") && element.open) {
      element.close();
      return true;
    }
    const shown = name === "popover" ? this.shown.get(element) : undefined;
    if (shown === undefined || !isPopover(shown.layer)) return false;
    shown.popover = value;
    return true;
  }

  /** All elements are in the document. */
  finishMessage(): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    // What opens would take the keyboard away from what the agent is doing.
    const before = document.activeElement;
    for (const { element, layer } of waiting) {
      this.leave(element);
      if (layer !== Layer.none && dom.isConnected(element)) this.enter(element, layer);
      // Nor has it the focus in the mirror, unless the page says so.
      blur(dom.documentOf(element)?.activeElement);
    }
    if (document.activeElement === before) return;
    blur(document.activeElement);
    if (before instanceof HTMLElement) before.focus();
  }

  private enter(element: Element, layer: number): void {
    if (isPopover(layer)) {
      this.shown.set(element, { layer, popover: dom.attributeOf(element, "popover") });
      if (layer === Layer.fullscreen) this.states.fullscreen(element, true);
      if (canPop(element)) {
        dom.setAttribute(element, "popover", "manual");
        HTMLElement.prototype.showPopover.call(element);
      }
    } else if (dom.isHtml(element, "dialog")) {
      this.shown.set(element, { layer, popover: null });
      if (layer === Layer.modal) {
        dom.removeAttribute(element, "open");
        element.showModal();
      } else dom.setAttribute(element, "open", "");
    }
  }

  private leave(element: Element): void {
    const shown = this.shown.get(element);
    if (shown === undefined) return;
    this.shown.delete(element);
    if (!isPopover(shown.layer)) {
      if (dom.isHtml(element, "dialog") && element.open) element.close();
      return;
    }
    if (shown.layer === Layer.fullscreen) this.states.fullscreen(element, false);
    if (!canPop(element)) return;
    // Another attribute hides it, too.
    if (shown.popover === null) dom.removeAttribute(element, "popover");
    else dom.setAttribute(element, "popover", shown.popover);
    if (element.matches(":popover-open")) HTMLElement.prototype.hidePopover.call(element);
  }
}

function blur(element: Element | null | undefined): void {
  if (element && dom.namespaceOf(element) === HTML) HTMLElement.prototype.blur.call(element);
}

function isPopover(layer: number): boolean {
  return layer === Layer.popover || layer === Layer.fullscreen;
}

/** The page's root fills the mirror anyway. */
function canPop(element: Element): element is HTMLElement {
  const isRoot = dom.parentOf(element)?.nodeType === Node.DOCUMENT_NODE;
  return !isRoot && dom.namespaceOf(element) === HTML;
}
