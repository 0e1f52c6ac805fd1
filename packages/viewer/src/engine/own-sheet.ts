/** Our own rules in a mirrored document, such as the visitor's selection and focus ring. Adopted, so that the page's nodes stay what they are. */
import * as dom from "./dom.ts";
import { BROWSER_STATES } from "./state-selectors.ts";

/** The highlight that paints the visitor's selection. */
export const SELECTION = "userview-selection";

/** Where no scripts run browsers show a film's buttons though the page does not ask for them. */
const NO_BUTTONS = "video:not([controls])::-webkit-media-controls { display: none !important; }";

const RULES = `${BROWSER_STATES}
${NO_BUTTONS}
::highlight(${SELECTION}) { background-color: Highlight; color: HighlightText; }`;

export class OwnSheets {
  private readonly sheets = new WeakMap<Node, CSSStyleSheet>();

  /** Puts our rules into the tree that a node stands in. */
  ensure(node: Node): void {
    const root = dom.rootOf(node) as Document | ShadowRoot;
    const view = dom.windowOf(node);
    if (view === null || !("adoptedStyleSheets" in root)) return;
    let sheet = this.sheets.get(root);
    if (sheet === undefined) {
      sheet = new view.CSSStyleSheet();
      sheet.replaceSync(RULES);
      this.sheets.set(root, sheet);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }
  /** The page's own sheets of a tree are other ones now: ours stay, if they were there. */
  restore(root: Document | ShadowRoot): void {
    const sheet = this.sheets.get(root);
    if (sheet !== undefined && !root.adoptedStyleSheets.includes(sheet))
      root.adoptedStyleSheets.push(sheet);
  }
}
