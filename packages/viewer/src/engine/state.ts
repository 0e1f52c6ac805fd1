/** Marks where the visitor hovers, presses and has the focus, and other states, as the page's style sheets show them. */
import { FocusRing, type TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import type { OwnSheets } from "./own-sheet.ts";
import { flatParent } from "./places.ts";
import { BROWSER_RING, STATE_ATTRIBUTE, type VisitorState } from "./state-selectors.ts";

export class VisitorStates {
  private hovered: Element[] = [];
  private pressed: Element[] = [];
  private focused: Element[] = [];
  private aimedAt: Element | null = null;

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
    private readonly doc: () => Document | null,
  ) {}

  focus(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const ring = reader.int();
    for (const element of this.focused)
      unmark(element, "focus", "focus-visible", "focus-within", BROWSER_RING);
    this.focused = this.chain(node);
    const [target] = this.focused;
    if (target === undefined) return;
    mark(target, "focus");
    if (ring !== FocusRing.none) mark(target, "focus-visible");
    if (ring === FocusRing.browser) mark(target, BROWSER_RING);
    for (const element of this.focused) mark(element, "focus-within");
    this.own.ensure(target);
  }

  userInvalid(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    const invalid = reader.int() !== 0;
    if (element !== null && invalid) mark(element, "user-invalid");
    else if (element !== null) unmark(element, "user-invalid");
  }

  target(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    if (this.aimedAt !== null) unmark(this.aimedAt, "target");
    if (element !== null) mark(element, "target");
    this.aimedAt = element;
  }

  /** The pointer is over this node, or nowhere. */
  hover(node: Node | undefined): void {
    const target = dom.isElement(node) ? node : undefined;
    if (target === this.hovered[0]) return;
    for (const element of this.hovered) unmark(element, "hover");
    this.hovered = this.chain(target);
    for (const element of this.hovered) mark(element, "hover");
    // Buttons in fields show where the pointer is.
    if (dom.isHtml(target, "input")) this.own.ensure(target);
  }

  /** The visitor's button is held down on this node, or on none. */
  press(node: Node | undefined): void {
    for (const element of this.pressed) unmark(element, "active");
    this.pressed = this.chain(node);
    for (const element of this.pressed) mark(element, "active");
  }

  /** The element fills the visitor's screen, or does not any more. */
  fullscreen(element: Element, full: boolean): void {
    if (full) mark(element, "fullscreen");
    else unmark(element, "fullscreen");
    if (full) this.own.ensure(element);
  }

  /** The element and all around it, as it is drawn: through slots, shadow hosts and frames. */
  private chain(node: Node | undefined): Element[] {
    const doc = this.doc();
    const chain: Element[] = [];
    if (doc === null || !dom.isElement(node)) return chain;
    let element: Element | null = node;
    while (element !== null) {
      chain.push(element);
      element = flatParent(element, doc);
    }
    return chain;
  }
}

function mark(element: Element, state: VisitorState | typeof BROWSER_RING): void {
  const marks = dom.attributeOf(element, STATE_ATTRIBUTE);
  if (marks === null) dom.setAttribute(element, STATE_ATTRIBUTE, state);
  else if (!marks.split(" ").includes(state))
    dom.setAttribute(element, STATE_ATTRIBUTE, `${marks} ${state}`);
}

function unmark(element: Element, ...states: readonly string[]): void {
  const marks = dom.attributeOf(element, STATE_ATTRIBUTE);
  if (marks === null) return;
  const left = marks.split(" ").filter((state) => !states.includes(state));
  if (left.length === 0) dom.removeAttribute(element, STATE_ATTRIBUTE);
  else dom.setAttribute(element, STATE_ATTRIBUTE, left.join(" "));
}
