/** How much of an element the panes and frames around it let see: the same in the visitor's page and in the mirror (rule C10). */

/** In CSS pixels of the outermost viewport. */
export interface InkBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is asked of a page; it is the visitor's own, or its mirror. */
export interface Surroundings {
  /** The element around one as it is shown: through slots, out of shadow trees, out of a document to its frame. */
  around(element: Element): Element | null;
  /** Where an element is, in the outermost viewport. */
  boundsOf(element: Element): InkBox;
  styleOf(element: Element): CSSStyleDeclaration | null;
  /** In small letters. */
  nameOf(element: Element): string;
}

const FRAMES: ReadonlySet<string> = new Set(["iframe", "frame", "object", "embed"]);
/** What flows over these is the window's to scroll. */
const ROOTS: ReadonlySet<string> = new Set(["html", "body"]);

/** The part of an element that can be seen by scrolling the window alone; null when panes hide all of it. */
export function shownPart(target: Element, page: Surroundings): InkBox | null {
  let part: InkBox | null = page.boundsOf(target);
  let position = page.styleOf(target)?.position;
  for (let pane = page.around(target); pane !== null && part !== null; pane = page.around(pane)) {
    const name = page.nameOf(pane);
    const style = page.styleOf(pane);
    const isFrame = FRAMES.has(name);
    // What is fixed stands out of all panes of its document, what is absolute out of those that hold no positions.
    const leaves =
      position === "fixed" || (position === "absolute" && style?.position === "static");
    if (leaves && !isFrame) continue;
    if (isFrame || (clips(style) && !ROOTS.has(name)))
      part = common(part, within(page.boundsOf(pane), style));
    position = style?.position;
  }
  return part;
}

function clips(style: CSSStyleDeclaration | null): boolean {
  return style !== null && (style.overflowX !== "visible" || style.overflowY !== "visible");
}

/** Without its borders. */
function within({ x, y, width, height }: InkBox, style: CSSStyleDeclaration | null): InkBox {
  const [left, right] = [pixels(style?.borderLeftWidth), pixels(style?.borderRightWidth)];
  const [top, bottom] = [pixels(style?.borderTopWidth), pixels(style?.borderBottomWidth)];
  return { x: x + left, y: y + top, width: width - left - right, height: height - top - bottom };
}

function pixels(length: string | undefined): number {
  return Number.parseFloat(length ?? "") || 0;
}

function common(a: InkBox, b: InkBox): InkBox | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
