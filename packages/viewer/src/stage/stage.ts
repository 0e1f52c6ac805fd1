/** The parts of the frame's page that hold the mirror, the input layer over it and what is drawn over both. */
import type { FrameHeader } from "@userview/protocol";
import type { FitMode } from "../port.ts";
import { type Extent, place } from "./layout.ts";

/** Marks what is drawn over the mirror, so that it can be told from the page. */
export const OVERLAY = "data-userview-overlay";

export class Stage {
  /** Holds the mirrored pages, in their own pixels. */
  readonly mirror: HTMLElement;
  /** Takes the agent's mouse; transparent. */
  readonly layer: HTMLElement;
  /** Holds what is drawn over the mirror. */
  readonly overlay: HTMLElement;

  private readonly sheet: HTMLElement;
  private mode: FitMode = "fit";
  private page: Extent = { width: 0, height: 0 };
  private current = 1;

  /** @param moved called when the scale changed. */
  constructor(
    private readonly root: HTMLElement,
    private readonly moved: (scale: number) => void,
  ) {
    const doc = root.ownerDocument;
    this.sheet = part(doc, "sheet");
    this.mirror = part(doc, "mirror");
    this.layer = part(doc, "layer");
    this.overlay = part(doc, "overlay");
    this.overlay.setAttribute(OVERLAY, "");
    this.sheet.append(this.mirror, this.layer, this.overlay);
    root.append(this.sheet);
    new ResizeObserver(() => this.arrange()).observe(root);
    this.setMode("fit");
  }

  get scale(): number {
    return this.current;
  }

  setMode(mode: FitMode): void {
    this.mode = mode;
    this.root.dataset["mode"] = mode;
    this.arrange();
  }

  setPage(page: Extent): void {
    this.page = page;
    this.arrange();
  }

  /** Says for who renders or tests the frame up to which message the page is carried out. */
  setPlace({ page, epoch, sequence }: FrameHeader): void {
    this.mirror.dataset["place"] = `${page}/${epoch}/${sequence}`;
  }

  /** What is shown is old: it stays readable, and is seen to be old. */
  setDimmed(dimmed: boolean): void {
    this.overlay.classList.toggle("dimmed", dimmed);
  }

  /** A point of the window in the page's viewport. */
  toPage(clientX: number, clientY: number): { x: number; y: number } {
    const box = this.sheet.getBoundingClientRect();
    return { x: (clientX - box.left) / this.current, y: (clientY - box.top) / this.current };
  }

  private arrange(): void {
    const window = { width: this.root.clientWidth, height: this.root.clientHeight };
    const { scale, left, top } = place(this.mode, window, this.page);
    const { width, height } = this.page;
    Object.assign(this.sheet.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width * scale}px`,
      height: `${height * scale}px`,
    });
    // Not without a layout: a page that is built out of sight loads its fonts by it.
    this.sheet.style.visibility = width === 0 || height === 0 ? "hidden" : "";
    this.mirror.style.transform = scale === 1 ? "" : `scale(${scale})`;
    if (scale === this.current) return;
    this.current = scale;
    this.moved(scale);
  }
}

function part(doc: Document, name: string): HTMLElement {
  const element = doc.createElement("div");
  element.className = name;
  return element;
}
