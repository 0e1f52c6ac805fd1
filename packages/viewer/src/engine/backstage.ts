/**
 * Where a page is built while another is in view. It is laid out and loads its pictures there, but is not seen, and
 * nobody who looks for the mirror finds two.
 */

/** Not yet in TypeScript's library: moves a node within its document without reloading what is in it. */
interface Movable {
  moveBefore?(node: Node, child: Node | null): void;
}

export class Backstage {
  readonly root: ShadowRoot;

  constructor(private readonly stage: HTMLElement) {
    const host = stage.ownerDocument.createElement("div");
    host.style.cssText = "position:absolute;inset:0;overflow:hidden;visibility:hidden";
    this.root = host.attachShadow({ mode: "closed" });
    stage.append(host);
  }

  /** False in browsers that would reload a frame that is moved; pages are built in view there. */
  get works(): boolean {
    return "moveBefore" in this.stage;
  }

  /** Brings a frame into view, if it is not there already. */
  release(frame: HTMLIFrameElement): void {
    const stage: HTMLElement & Movable = this.stage;
    if (frame.getRootNode() === this.root) stage.moveBefore?.(frame, null);
  }
}
