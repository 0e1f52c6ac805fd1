import { NodeType, own, queryAll, textOf, typeOf } from "../engine/dom.ts";

/** Which form controls hold secrets by their nature: passwords, payment cards, one-time codes. */

const AUTOCOMPLETE = /^(?:cc-.*|one-time-code|current-password|new-password)$/;

/** Tested against a control's name, id and labels, in lower case, words separated by single spaces. */
const SECRET_WORDS = new RegExp(
  [
    "pass ?words?",
    "passwd",
    "passcode",
    "pass ?phrase",
    "pwd",
    "secret",
    "(?:credit|debit|bank|payment) ?card",
    "card ?(?:number|num|no|nr|holder|code|cvc|cvv|csc|expiry|exp|date|security|verification)",
    "cc ?(?:number|num|no|nr|name|exp|expiry|month|year|csc|cvc|cvv|code|type)",
    "(?:cvc|cvv|cvn|csc|cid)\\d?",
    "security ?code",
    "exp(?:iry|iration)? ?(?:date|month|year|mm|yy)?",
    "iban",
    "(?:bank )?account ?(?:number|num|no|nr)",
    "routing ?(?:number|no)?",
    "sort ?code",
    "ssn",
    "social ?security(?: ?(?:number|no))?",
    "otp",
    "one ?time ?(?:code|password|passcode|pin)",
    "(?:verification|authentication|auth|sms|2fa|mfa|totp|access|recovery|backup) ?code",
    "2fa",
    "mfa",
    "totp",
    "pin(?: ?(?:code|number))?",
    "tan",
  ]
    .map((words) => `(?:^| )${words}(?: |$)`)
    .join("|"),
);

/** Kinds of input that nothing is typed into. */
const NEVER_SECRET = /^(?:submit|button|reset|image|checkbox|radio|range|color)$/;
const NAMING = ["name", "id", "aria-label", "placeholder", "data-testid"];
/** So much of a label is read. */
const LABEL_CHARACTERS = 200;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Inputs that were password fields at any moment: "show password" must not show it to agents. */
const onceSecret = new WeakSet<Element>();

/** Whether the element is an input, a text area or a select, of whichever frame. */
export function isField(node: Node): node is Field {
  const name = node.nodeName;
  return name === "INPUT" || name === "TEXTAREA" || name === "SELECT";
}

/** What was decided of a control, and what it was decided by. */
const verdicts = new WeakMap<Element, { readonly by: string; readonly secret: boolean }>();

/** Whether what is typed into this control is always masked. */
export function isSecretField(node: Node): boolean {
  if (!isField(node)) return false;
  if (onceSecret.has(node)) return true;
  const type = node.nodeName === "INPUT" ? (node as HTMLInputElement).type : "";
  if (type === "password") {
    onceSecret.add(node);
    return true;
  }
  if (type === "hidden") return true;
  if (NEVER_SECRET.test(type)) return false;
  const autocomplete = attribute(node, "autocomplete");
  const names = namesOf(node);
  const isList = opensList(node);
  const by = `${isList}\n${autocomplete}\n${names.join("\n")}`;
  const known = verdicts.get(node);
  if (known?.by === by) return known.secret;
  const secret =
    autocomplete
      .toLowerCase()
      .split(/\s+/)
      .some((word) => AUTOCOMPLETE.test(word) && !(isList && word === "new-password")) ||
    names.some((name) => SECRET_WORDS.test(words(name)));
  verdicts.set(node, { by, secret });
  return secret;
}

/** Whether an agent may never act on this control: it holds a secret, or the visitor's own files. */
export function isPrivateField(node: Node): boolean {
  return (
    isSecretField(node) || (node.nodeName === "INPUT" && (node as HTMLInputElement).type === "file")
  );
}

/** Fields that open a list to choose from call themselves new passwords to keep browsers' suggestions off: Ant Design's do. */
function opensList(field: Field): boolean {
  return attribute(field, "role") === "combobox" && attribute(field, "aria-haspopup") === "listbox";
}

function namesOf(field: Field): string[] {
  const names: string[] = [];
  for (const name of NAMING) {
    const value = attribute(field, name);
    if (value !== "") names.push(value);
  }
  const around = field.closest("label");
  if (around !== null) names.push(labelText(around));
  if (field.id !== "") names.push(...(labelsOf(field).get(field.id) ?? []));
  const labelled = attribute(field, "aria-labelledby");
  if (labelled !== "") {
    const root = field.getRootNode() as Document | ShadowRoot;
    for (const id of labelled.split(/\s+/)) {
      const label = own(root, "getElementById")?.call(root, id);
      if (label) names.push(labelText(label));
    }
  }
  return names;
}

let labels = new Map<Node, Map<string, string[]>>();

/**
 * The texts of the labels of a tree, by the id that they are for. Read once for all fields that are judged in
 * one go: to ask each field for its labels walks the whole page each time.
 */
function labelsOf(field: Field): Map<string, string[]> {
  const root = field.getRootNode() as Document | ShadowRoot;
  const known = labels.get(root);
  if (known !== undefined) return known;
  if (labels.size === 0) queueMicrotask(() => (labels = new Map()));
  const found = new Map<string, string[]>();
  for (const label of labelsIn(root)) {
    const id = attribute(label, "for");
    found.set(id, [...(found.get(id) ?? []), labelText(label)]);
  }
  labels.set(root, found);
  return found;
}

/** What is in no document and in no shadow tree stands in an element. */
function labelsIn(root: Node): Iterable<Element> {
  const type = typeOf(root);
  return type === NodeType.element
    ? Element.prototype.querySelectorAll.call(root, "label[for]")
    : queryAll(root as Document, "label[for]");
}

function labelText(element: Element): string {
  return textOf(element).slice(0, LABEL_CHARACTERS);
}

/** `cardNumber`, `card_number` and `Card number:` all become `card number`. */
function words(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, " ")
    .trim();
}

function attribute(element: Element, name: string): string {
  return Element.prototype.getAttribute.call(element, name) ?? "";
}
