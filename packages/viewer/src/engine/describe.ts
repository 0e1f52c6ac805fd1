/** What the agent's input needs to know of the mirrored page, as plain data. */
import { shownPart } from "@userview/protocol/ink";
import * as dom from "./dom.ts";
import type { InnerPage } from "./insets.ts";
import type { NodeRegistry } from "./nodes.ts";
import { flatParent, hitTest, offsetOf, type Point } from "./places.ts";

/** CSS pixels in the page's viewport. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Choice {
  value: string;
  label: string;
  group: string | null;
  selected: boolean;
  disabled: boolean;
}

/** A form control that no mirror can open. */
export type Control =
  | {
      kind: "select";
      inset: number | null;
      node: number;
      box: Box;
      multiple: boolean;
      choices: Choice[];
    }
  | {
      kind: "value";
      inset: number | null;
      node: number;
      box: Box;
      type: string;
      value: string;
      min: string;
      max: string;
      step: string;
    };

/** What a mouse meets at a point; `node` is null for the document itself. */
export interface Target {
  /** The page of another site in a frame that is meant; null for the page itself. */
  inset: number | null;
  /** The point in the viewport of the page that is meant. */
  x: number;
  y: number;
  node: number | null;
  offsetX: number;
  offsetY: number;
  control: Control | null;
}

const PICKERS = new Set(["color", "date", "datetime-local", "month", "time", "week"]);
/** Smaller boxes have no room for a mark. */
const MIN_MARK = { width: 24, height: 16 };
const MAX_MARKS = 100;

/** @param within the page that is meant whatever lies there; left out, what lies there says it. */
export function targetAt(
  outermost: InnerPage,
  point: Point,
  within?: number | null,
): Target | null {
  const { doc } = outermost;
  if (doc === null) return null;
  const hit = hitTest(doc, point);
  const owner = hit && outermost.insets.ownerOf(hit.element);
  const inset = within === undefined ? (owner?.number ?? null) : within;
  const page = inset === null ? outermost : outermost.insets.withNumber(inset);
  if (page?.doc == null) return null;
  const from = offsetOf(page.doc, doc);
  const seen = { inset, x: point.x - from.x, y: point.y - from.y };
  if (hit === null || (owner?.page ?? outermost) !== page)
    return { ...seen, node: null, offsetX: seen.x, offsetY: seen.y, control: null };
  const { element: innermost, origin } = hit;
  const element = withBox(innermost, doc);
  const box = dom.boundsOf(element);
  return {
    ...seen,
    node: page.nodes.idOf(element),
    offsetX: point.x - origin.x - box.x,
    offsetY: point.y - origin.y - box.y,
    control: controlOf(element, origin, page.nodes, inset),
  };
}

/**
 * Where an element is in the outermost page's viewport, null when it is not on the page.
 * @param node null: the window of the page that is meant.
 */
export function boxOf(outermost: InnerPage, node: number | null, inset: number | null): Box | null {
  const page = inset === null ? outermost : outermost.insets.withNumber(inset);
  if (page?.doc == null || outermost.doc === null) return null;
  if (node === null) return { ...offsetOf(page.doc, outermost.doc), width: 0, height: 0 };
  const found = page.nodes.get(node);
  const element = dom.isDocument(found) ? found.documentElement : found;
  if (element === undefined || !dom.isElement(element) || !dom.isConnected(element)) return null;
  const { x, y, width, height } = dom.boundsOf(element);
  const from = offsetOf(element, outermost.doc);
  return { x: x + from.x, y: y + from.y, width, height };
}

/** How much of an element panes and frames let see, in the outermost viewport; null for nothing. */
export function shownOf(
  outermost: InnerPage,
  node: number | null,
  inset: number | null,
): Box | null {
  const page = inset === null ? outermost : outermost.insets.withNumber(inset);
  const { doc } = outermost;
  const element = node === null ? undefined : page?.nodes.get(node);
  if (doc === null || element === undefined || !dom.isElement(element)) return null;
  return shownPart(element, {
    around: (at) => flatParent(at, doc),
    boundsOf(at) {
      const { x, y, width, height } = dom.boundsOf(at);
      const from = offsetOf(at, doc);
      return { x: x + from.x, y: y + from.y, width, height };
    },
    styleOf: (at) => dom.documentOf(at)?.defaultView?.getComputedStyle(at) ?? null,
    nameOf: (at) => at.localName,
  });
}

/** The cursor that the page wants at a point; empty where it says nothing. */
export function cursorAt(doc: Document, point: Point): string {
  const element = hitTest(doc, point)?.element;
  const view = element === undefined ? null : dom.documentOf(element)?.defaultView;
  if (element === undefined || !view) return "";
  const { cursor } = view.getComputedStyle(element);
  return cursor === "auto" ? "" : cursor;
}

/** A slot has no box of its own; what is around it has the one that was hit. */
function withBox(innermost: Element, doc: Document): Element {
  let element: Element | null = innermost;
  while (element !== null && !dom.hasBox(element)) element = flatParent(element, doc);
  return element ?? innermost;
}

function controlOf(
  element: Element,
  origin: Point,
  nodes: NodeRegistry,
  inset: number | null,
): Control | null {
  let control: Element | null = element;
  if (dom.isHtml(element, "option") || dom.isHtml(element, "optgroup")) {
    control = element.closest("select");
  }
  const node = control === null ? null : nodes.idOf(control);
  if (control === null || node === null) return null;
  const bounds = dom.boundsOf(control);
  const box = {
    x: bounds.x + origin.x,
    y: bounds.y + origin.y,
    width: bounds.width,
    height: bounds.height,
  };
  if (dom.isHtml(control, "select") && !control.disabled) {
    return {
      kind: "select",
      inset,
      node,
      box,
      multiple: control.multiple,
      choices: choicesOf(control),
    };
  }
  if (!dom.isHtml(control, "input") || !PICKERS.has(control.type) || control.disabled) return null;
  const { type, value, min, max, step } = control;
  return { kind: "value", inset, node, box, type, value, min, max, step };
}

function choicesOf(select: HTMLSelectElement): Choice[] {
  return Array.from(select.options, (option) => {
    const group = option.parentElement;
    const grouped = dom.isHtml(group, "optgroup");
    return {
      value: option.value,
      label: option.label,
      group: grouped ? group.label : null,
      selected: option.selected,
      disabled: option.disabled || (grouped && group.disabled),
    };
  });
}

/** Where elements can be seen that show less than they should; those that are gone are forgotten. */
export function boxesOf(doc: Document, elements: Set<Element>): Box[] {
  const boxes: Box[] = [];
  for (const element of elements) {
    if (!dom.isConnected(element)) {
      elements.delete(element);
      continue;
    }
    const { x, y, width, height } = dom.boundsOf(element);
    if (width < MIN_MARK.width || height < MIN_MARK.height) continue;
    const from = offsetOf(element, doc);
    const box = { x: x + from.x, y: y + from.y, width, height };
    const middle = { x: box.x + width / 2, y: box.y + height / 2 };
    if (hitTest(doc, middle)?.element === element) boxes.push(box);
    if (boxes.length === MAX_MARKS) break;
  }
  return boxes;
}
