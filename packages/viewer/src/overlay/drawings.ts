/** What agents draw over the page, as the visitor sees it. */
import { type DrawAction, participantColor } from "@userview/protocol";
import { Ink, type InkBox } from "@userview/protocol/ink";

const SVG = "http://www.w3.org/2000/svg";

export class Drawings {
  private readonly ink: Ink;
  private readonly scaled: SVGElement;

  /**
   * @param boxOf where an element of the page, or of one in a frame, is in its viewport.
   * @param shownOf how much of it panes let see.
   */
  constructor(
    overlay: HTMLElement,
    boxOf: (node: number | null, inset: number | null) => InkBox | null,
    shownOf: (node: number | null, inset: number | null) => InkBox | null,
  ) {
    const doc = overlay.ownerDocument;
    const svg = doc.createElementNS(SVG, "svg");
    svg.setAttribute("class", "drawings");
    this.scaled = doc.createElementNS(SVG, "g");
    svg.append(this.scaled);
    overlay.append(svg);
    this.ink = new Ink({
      root: this.scaled,
      make: (tag) => doc.createElementNS(SVG, tag),
      boxOf,
      shownOf,
      calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
  }

  setScale(scale: number): void {
    this.scaled.setAttribute("transform", `scale(${scale})`);
  }

  draw(
    agent: { id: string; name: string; color: number },
    action: DrawAction,
    inset: number | null,
  ): void {
    const { id, name, color } = agent;
    this.ink.draw({ id, name, color: participantColor(color) }, action, inset);
  }

  /** @param agent null: everybody's. */
  clear(agent: string | null): void {
    this.ink.clear(agent ?? undefined);
  }

  keepAgents(ids: ReadonlySet<string>): void {
    this.ink.keep(ids);
  }
}
