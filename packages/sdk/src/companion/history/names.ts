/** What things in the page are called: the name that a screen reader would say, without anything that is masked. */
import { firstOf, NodeType, nextOf, openRootOf, own, rootOf, typeOf } from "@userview/capture/dom";
import { isOwn, type Masks } from "@userview/capture/masks";
import { scrubText } from "@userview/capture/texts";
import { matches } from "@userview/capture/tree";
import { SCRUBBED } from "@userview/protocol/scrub";

/** Names are for a list that people read. */
const NAME_CHARACTERS = 80;
/** So much of an element's text is read: a link may be around a whole article. */
const READ_CHARACTERS = 400;

const ROLES =
  "button,link,menuitem,menuitemcheckbox,menuitemradio,tab,switch,checkbox,radio,option,treeitem";
const INPUTS = "button,submit,reset,image,checkbox,radio";
/** What a click does something to. */
const CLICKABLE = [
  "a[href]",
  "area[href]",
  "button",
  "summary",
  ...INPUTS.split(",").map((type) => `input[type=${type}]`),
  ...ROLES.split(",").map((role) => `[role=${role}]`),
].join(",");

/** Texts that are the visitor's own, or nobody's. */
const UNREAD =
  "input,textarea,select,script,style,noscript,template,svg,[aria-hidden=true],[contenteditable]:not([contenteditable=false])";
const EDITABLE = "[contenteditable]:not([contenteditable=false])";

/** The name of what was clicked; null when nothing was, or when it may not be told. */
export function clickedName(path: readonly EventTarget[], masks: Masks): string | null {
  for (const target of path) {
    if (target instanceof Element && matches(target, CLICKABLE)) return nameOf(target, masks);
  }
  return null;
}

/** The name of a form; null when it has none, or when it may not be told. */
export function formName(form: Element, masks: Masks): string | null {
  if (isHidden(form, masks)) return null;
  const given = labelled(form, masks) ?? attribute(form, "aria-label");
  return tidied(given || attribute(form, "name") || attribute(form, "id"), masks);
}

function nameOf(element: Element, masks: Masks): string | null {
  if (isHidden(element, masks)) return null;
  return tidied(
    labelled(element, masks) ||
      attribute(element, "aria-label") ||
      (element.nodeName === "INPUT"
        ? inputName(element as HTMLInputElement, masks)
        : textOf(element, masks)) ||
      attribute(element, "title"),
    masks,
  );
}

/** Of the SDK's own interface, of masked elements and of what the visitor writes nothing is told. */
function isHidden(element: Element, masks: Masks): boolean {
  if (isOwn(element) || masks.isMasked(element)) return true;
  for (let at: Node | null = element; at !== null; at = masks.around(at)) {
    if (typeOf(at) === NodeType.element && matches(at as Element, EDITABLE)) return true;
  }
  return false;
}

/** The text of the elements that `aria-labelledby` names; null without any. */
function labelled(element: Element, masks: Masks): string | null {
  const ids = attribute(element, "aria-labelledby").split(/\s+/).filter(Boolean);
  if (ids.length === 0) return null;
  const root = rootOf(element) as Document | ShadowRoot;
  const found = ids.map((id) => own(root, "getElementById")?.call(root, id) ?? null);
  return found
    .map((label) => (label === null || isHidden(label, masks) ? "" : textOf(label, masks)))
    .join(" ");
}

/** A button's own caption, a picture's alternative text, the label of a box: never what was put in. */
function inputName(input: HTMLInputElement, masks: Masks): string {
  if (input.type === "image") return attribute(input, "alt");
  if (input.type !== "checkbox" && input.type !== "radio") {
    const standard = input.type === "submit" ? "Submit" : input.type === "reset" ? "Reset" : "";
    return attribute(input, "value") || standard;
  }
  return [...(input.labels ?? [])]
    .filter((label) => !masks.isMasked(label))
    .map((label) => textOf(label, masks))
    .join(" ")
    .trim();
}

function textOf(element: Element, masks: Masks): string {
  let text = "";
  const read = (node: Node): void => {
    if (text.length > READ_CHARACTERS) return;
    if (typeOf(node) === NodeType.text && !masks.isMasked(node)) text += (node as Text).data;
    if (typeOf(node) !== NodeType.element) return;
    const at = node as Element;
    if (at.nodeName === "IMG" && !masks.isMasked(at)) text += ` ${attribute(at, "alt")} `;
    if (at !== element && (matches(at, UNREAD) || masks.isMasked(at) || isOwn(at))) return;
    text += " ";
    const inside = openRootOf(at) ?? at;
    for (let child = firstOf(inside); child !== null; child = nextOf(child)) read(child);
    text += " ";
  };
  read(element);
  return text.trim();
}

function tidied(name: string | null, masks: Masks): string | null {
  const plain = scrubText(
    masks
      .plain(name ?? "")
      .replace(/\s+/g, " ")
      .trim(),
  );
  if (plain === "" || plain === SCRUBBED) return null;
  return plain.length > NAME_CHARACTERS
    ? `${plain.slice(0, NAME_CHARACTERS - 1).trimEnd()}…`
    : plain;
}

function attribute(element: Element, name: string): string {
  return Element.prototype.getAttribute.call(element, name) ?? "";
}
