/** Other people's pointers over the mirror: the visitor's with its clicks, agents' with their names. */
import { participantColor } from "@userview/protocol";

const ARROW = "M1 1 L1 18 L5.5 14 L8.5 21 L11.5 19.7 L8.6 13 L15 13 Z";
const VISITOR_COLOR = "#111827";
const SVG = "http://www.w3.org/2000/svg";

interface Pointer {
  element: HTMLElement;
  x: number;
  y: number;
}

export class Pointers {
  private visitor: Pointer | null = null;
  private readonly agents = new Map<string, Pointer>();
  private scale = 1;

  constructor(private readonly overlay: HTMLElement) {}

  setScale(scale: number): void {
    this.scale = scale;
    for (const pointer of [this.visitor, ...this.agents.values()]) if (pointer) this.put(pointer);
  }

  /** The visitor's pointer, in the page's viewport. */
  showVisitor(x: number, y: number, clicked: boolean): void {
    this.visitor ??= this.create(VISITOR_COLOR, null);
    Object.assign(this.visitor, { x, y });
    this.put(this.visitor);
    if (clicked) this.ripple(x, y);
  }

  hideVisitor(): void {
    this.visitor?.element.remove();
    this.visitor = null;
  }

  showAgent(id: string, name: string, color: number, x: number, y: number): void {
    let pointer = this.agents.get(id);
    if (pointer === undefined) {
      pointer = this.create(participantColor(color), name);
      this.agents.set(id, pointer);
    }
    Object.assign(pointer, { x, y });
    this.put(pointer);
  }

  hideAgent(id: string): void {
    this.agents.get(id)?.element.remove();
    this.agents.delete(id);
  }

  /** Drops the pointers of agents who are not there any more. */
  keepAgents(ids: ReadonlySet<string>): void {
    for (const id of this.agents.keys()) if (!ids.has(id)) this.hideAgent(id);
  }

  private create(color: string, name: string | null): Pointer {
    const doc = this.overlay.ownerDocument;
    const element = doc.createElement("div");
    element.className = "pointer";
    const svg = doc.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 18 24");
    const path = doc.createElementNS(SVG, "path");
    path.setAttribute("d", ARROW);
    path.setAttribute("fill", color);
    path.setAttribute("stroke", "#fff");
    svg.append(path);
    element.append(svg);
    if (name !== null) {
      const label = doc.createElement("span");
      label.textContent = name;
      label.style.background = color;
      element.append(label);
    }
    this.overlay.append(element);
    return { element, x: 0, y: 0 };
  }

  private put({ element, x, y }: Pointer): void {
    element.style.transform = `translate(${x * this.scale}px, ${y * this.scale}px)`;
  }

  private ripple(x: number, y: number): void {
    const ring = this.overlay.ownerDocument.createElement("div");
    ring.className = "ripple";
    ring.style.left = `${x * this.scale}px`;
    ring.style.top = `${y * this.scale}px`;
    ring.addEventListener("animationend", () => ring.remove());
    this.overlay.append(ring);
  }
}
