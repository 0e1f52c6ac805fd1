/** Marks where the visitor hovers and has the focus, as the page's style sheets show it. */
import * as dom from "./dom.ts";
import { flatParent } from "./places.ts";
import { STATE_ATTRIBUTE, STATES, type VisitorState } from "./state-selectors.ts";

/** Fields that show their focus however they got it. */
const TEXT_TYPES =
  /^(?:|date|datetime-local|email|month|number|password|search|tel|text|time|url|week)$/;
/** The focus of a clicked label's control comes right behind the click. */
const LABEL_FOCUS_MS = 5;

export class VisitorStates {
  private hovered: Element[] = [];
  private focused: Element[] = [];
  private pressed = false;
  private clickedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly doc: () => Document | null) {}

  /** The pointer is over this node, null when it is nowhere. */
  hover(node: Node | undefined): void {
    const target = dom.isElement(node) ? node : undefined;
    if (target === this.hovered[0]) return;
    for (const element of this.hovered) unmark(element, "hover");
    this.hovered = this.chain(target);
    for (const element of this.hovered) mark(element, "hover");
  }

  /** The visitor's mouse went down or up: a focus in between shows no ring. */
  press(down: boolean): void {
    this.pressed = down;
  }

  /** @param at time on the page's clock, milliseconds. */
  click(at: number): void {
    this.clickedAt = at;
  }

  /**
   * @param at time on the page's clock, milliseconds.
   * @param visible whether the page shows a ring, where it said so; else it is guessed.
   */
  focus(node: Node | undefined, at: number, visible?: unknown): void {
    this.blur();
    this.focused = this.chain(dom.isElement(node) ? node : undefined);
    const [target] = this.focused;
    if (target === undefined) return;
    mark(target, "focus");
    const byMouse = this.pressed || at - this.clickedAt <= LABEL_FOCUS_MS;
    const ring = typeof visible === "boolean" ? visible : takesText(target) || !byMouse;
    if (ring) mark(target, "focus-visible");
    for (const element of this.focused) mark(element, "focus-within");
  }

  blur(): void {
    for (const element of this.focused) {
      for (const state of STATES) if (state !== "hover") unmark(element, state);
    }
    this.focused = [];
  }

  /** The element and all around it, as it is drawn: through slots, shadow hosts and frames. */
  private chain(target: Element | undefined): Element[] {
    const doc = this.doc();
    const chain: Element[] = [];
    let element = doc === null ? undefined : target;
    while (element && doc !== null) {
      chain.push(element);
      element = flatParent(element, doc) ?? undefined;
    }
    return chain;
  }
}

function takesText(element: Element): boolean {
  if (dom.isHtml(element, "input")) return TEXT_TYPES.test(element.type);
  return dom.isHtml(element, "textarea") || (element as HTMLElement).isContentEditable === true;
}

function mark(element: Element, state: VisitorState): void {
  const tokens = tokensOf(element).add(state);
  dom.setAttribute(element, STATE_ATTRIBUTE, [...tokens].join(" "));
}

function unmark(element: Element, state: VisitorState): void {
  const tokens = tokensOf(element);
  tokens.delete(state);
  if (tokens.size === 0) dom.removeAttribute(element, STATE_ATTRIBUTE);
  else dom.setAttribute(element, STATE_ATTRIBUTE, [...tokens].join(" "));
}

function tokensOf(element: Element): Set<string> {
  return new Set((dom.attributeOf(element, STATE_ATTRIBUTE) ?? "").split(" ").filter(Boolean));
}
