/** Our own rules in a mirrored document, such as the visitor's focus ring. Adopted, so that the page's nodes stay what they are. */
import * as dom from "./dom.ts";
import { BROWSER_STATES } from "./state-selectors.ts";

/** The highlight that paints what of the visitor's selection no real selection can. */
export const SELECTION = "userview-selection";

/** Where no scripts run browsers show a film's buttons though the page does not ask for them. */
const NO_BUTTONS = "video:not([controls])::-webkit-media-controls { display: none !important; }";

const RULES = `${BROWSER_STATES}
${NO_BUTTONS}
::highlight(${SELECTION}) { background-color: Highlight; color: HighlightText; }`;

/**
 * The colours that browsers give a selection where the focus is; without it they make it grey, unless a rule says otherwise.
 * Of the root, so that whatever a rule of the page says of an element counts, and in a layer, so that it counts before ours.
 */
const SELECTED =
  "@layer { :root::selection { background-color: Highlight; color: HighlightText } }";
const TRANSPARENT = "rgba(0, 0, 0, 0)";

export class OwnSheets {
  private readonly sheets = new WeakMap<Node, CSSStyleSheet>();
  private readonly selected = new WeakMap<Document, CSSStyleSheet>();

  /** Puts our rules into the tree that a node stands in. */
  ensure(node: Node): void {
    const root = dom.rootOf(node) as Document | ShadowRoot;
    adopt(root, this.sheets, RULES);
  }

  /** A selection is about to be shown: coloured as where the focus is, unless the page has colours of its own for all of it. */
  colourSelection(doc: Document): void {
    const sheet = adopt(doc, this.selected, SELECTED);
    const root = doc.documentElement;
    const view = dom.viewOf(doc);
    if (sheet === null || view === null || !dom.isElement(root)) return;
    sheet.disabled = true;
    sheet.disabled = view.getComputedStyle(root, "::selection").backgroundColor !== TRANSPARENT;
  }

  /** The page's own sheets of a tree are other ones now: ours stay, if they were there. */
  restore(root: Document | ShadowRoot): void {
    for (const sheet of [this.sheets.get(root), this.selected.get(root as Document)])
      if (sheet !== undefined && !root.adoptedStyleSheets.includes(sheet))
        root.adoptedStyleSheets.push(sheet);
  }
}

/** @returns null where a tree has no window or cannot adopt. */
function adopt<Root extends Document | ShadowRoot>(
  root: Root,
  sheets: WeakMap<Root, CSSStyleSheet>,
  rules: string,
): CSSStyleSheet | null {
  const view = dom.windowOf(root);
  if (view === null || !("adoptedStyleSheets" in root)) return null;
  let sheet = sheets.get(root);
  if (sheet === undefined) {
    sheet = new view.CSSStyleSheet();
    sheet.replaceSync(rules);
    sheets.set(root, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  return sheet;
}
