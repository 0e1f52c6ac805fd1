/** Names that hide what the classes of browsers have: of forms by their fields, of documents by their pictures, forms and frames. */

/** What scripts ask of a node. */
export const NODE_NAMES =
  "parentNode parentElement firstChild lastChild nextSibling previousSibling childNodes children attributes style ownerDocument shadowRoot textContent innerHTML nodeType nodeName nodeValue localName tagName namespaceURI baseURI id className classList assignedSlot isConnected isContentEditable tabIndex hidden scrollTop scrollLeft scrollHeight clientHeight getRootNode getAttribute getAttributeNames setAttribute removeAttribute hasAttribute removeChild appendChild append insertBefore remove submit reset requestSubmit elements length action matches contains closest querySelector querySelectorAll getClientRects getBoundingClientRect scrollTo scrollIntoView addEventListener dispatchEvent attachShadow getAnimations focus blur click toString valueOf constructor __proto__".split(
    " ",
  );

/** What scripts ask of a document, or of its window. */
export const DOCUMENT_NAMES =
  "body head documentElement defaultView createElement createElementNS createTextNode createDocumentFragment createRange createTreeWalker fonts images forms links getAnimations styleSheets adoptedStyleSheets querySelector querySelectorAll getElementById getSelection activeElement fullscreenElement scrollingElement nodeType nodeName ownerDocument parentNode firstChild childNodes children baseURI URL documentURI compatMode doctype title cookie hasFocus visibilityState hidden readyState currentScript addEventListener removeEventListener dispatchEvent contains open write close location top parent scrollTo getComputedStyle elementFromPoint implementation CSS performance".split(
    " ",
  );

const FIELD = (name: string): string => `<input name="${name}" value="field ${name}">`;

/** A form with a field of each name. */
export const CLOBBERED_FORM = `<form id="clobbered" action="/send" style="padding:4px">${NODE_NAMES.map(FIELD).join("")}<b>in the form</b></form>`;

/** A picture, a form and an object of each of these names. */
export function clobberedBy(names: readonly string[]): string {
  return names
    .map(
      (name) =>
        `<img name="${name}" id="${name}" alt="${name}"><form name="${name}"></form><object id="${name}"></object>`,
    )
    .join("");
}
