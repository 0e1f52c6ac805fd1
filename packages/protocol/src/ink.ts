/** How agents' drawings look, stay with the page and fade: the same in the visitor's page and in the mirror (rule C10). */
import type { DrawAction } from "./generated/messages.ts";
import type { InkBox } from "./panes.ts";

export { type InkBox, type Surroundings, shownPart } from "./panes.ts";

export interface InkAuthor {
  readonly id: string;
  readonly name: string;
  /** As CSS says it. */
  readonly color: string;
}

export interface InkParts {
  /** What is drawn stands in it. */
  readonly root: SVGElement;
  make(tag: "g" | "path" | "rect" | "circle" | "text"): SVGElement;
  /** Where an element is now, null when it is not on the page; of no element: the window. */
  boxOf(node: number | null, inset: number | null): InkBox | null;
  /** How much of an element the panes around it let see; null for nothing. */
  shownOf(node: number | null, inset: number | null): InkBox | null;
  /** Nothing is to move or fade: what is over goes at once. */
  readonly calm: boolean;
}

/** A pen stroke is gone this long after its last point, and fades towards it. */
const PEN_MS = 4000;
const PEN_FADE_MS = 900;
const LASER_MS = 1200;
const LASER_TRAIL_MS = 500;
/** Room around a highlighted element. */
const MARGIN = 4;
const LABEL_HEIGHT = 19;
const LABEL_PADDING = 7;
/** Older strokes of an agent go when there are more; longer ones grow no more. */
const MOST_STROKES = 60;
const LONGEST_STROKE = 4000;

interface Stroke {
  readonly tool: "laser" | "pen" | "highlight";
  readonly agent: string;
  readonly node: number | null;
  readonly inset: number | null;
  readonly group: SVGElement;
  readonly shapes: readonly SVGElement[];
  points: { x: number; y: number; at: number }[];
  /** When its last point came, on `performance.now()`'s clock. */
  touched: number;
}

export class Ink {
  readonly #parts: InkParts;
  readonly #strokes = new Map<string, Stroke>();
  #frame = 0;

  constructor(parts: InkParts) {
    this.#parts = parts;
  }

  /** Whether anything is drawn now. */
  get empty(): boolean {
    return this.#strokes.size === 0;
  }

  /** Carry out what an agent draws. */
  draw(author: InkAuthor, action: DrawAction, inset: number | null): void {
    if (action.tool === "clear") {
      this.clear(author.id);
      return;
    }
    const key = `${author.id} ${action.stroke}`;
    let stroke = this.#strokes.get(key);
    if (stroke === undefined) {
      this.#makeRoom(author.id, action.tool);
      stroke = this.#begin(author, action.tool, action.node, inset);
      this.#strokes.set(key, stroke);
    }
    const now = performance.now();
    stroke.touched = now;
    for (let index = 0; index + 1 < action.points.length; index += 2) {
      if (stroke.points.length >= LONGEST_STROKE) break;
      stroke.points.push({
        x: action.points[index] as number,
        y: action.points[index + 1] as number,
        at: now,
      });
    }
    if (stroke.tool === "pen") outline(stroke);
    this.#run();
  }

  /** Take away what one agent has drawn, or all of it. */
  clear(agent?: string): void {
    for (const [key, stroke] of this.#strokes)
      if (agent === undefined || stroke.agent === agent) this.#end(key, stroke);
  }

  /** What agents who are gone have drawn goes with them. */
  keep(agents: ReadonlySet<string>): void {
    for (const [key, stroke] of this.#strokes)
      if (!agents.has(stroke.agent)) this.#end(key, stroke);
  }

  #begin(
    author: InkAuthor,
    tool: Stroke["tool"],
    node: number | null,
    inset: number | null,
  ): Stroke {
    const group = this.#parts.make("g");
    group.setAttribute("data-tool", tool);
    const shapes = this.#shapes(tool, author);
    group.append(...shapes);
    this.#parts.root.append(group);
    return { tool, agent: author.id, node, inset, group, shapes, points: [], touched: 0 };
  }

  #shapes(tool: Stroke["tool"], { color, name }: InkAuthor): SVGElement[] {
    const shape = (
      tag: "path" | "rect" | "circle" | "text",
      attributes: Readonly<Record<string, string | number>>,
    ): SVGElement => {
      const made = this.#parts.make(tag);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
      return made;
    };
    const line = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
    switch (tool) {
      case "pen":
        return [
          shape("path", { ...line, stroke: "#fff", "stroke-width": 7, "stroke-opacity": 0.75 }),
          shape("path", { ...line, stroke: color, "stroke-width": 4 }),
        ];
      case "laser":
        return [
          shape("path", { ...line, stroke: color, "stroke-width": 5, "stroke-opacity": 0.45 }),
          shape("circle", { r: 12, fill: color, "fill-opacity": 0.28 }),
          shape("circle", { r: 5.5, fill: color, stroke: "#fff", "stroke-width": 2 }),
        ];
      default: {
        const label = shape("text", {
          fill: "#fff",
          "font-family": "system-ui, sans-serif",
          "font-size": 12,
          "font-weight": 600,
        });
        label.textContent = name;
        return [
          shape("rect", { fill: "none", stroke: "#fff", "stroke-width": 6, rx: 6 }),
          shape("rect", {
            fill: color,
            "fill-opacity": 0.12,
            stroke: color,
            "stroke-width": 3,
            rx: 6,
          }),
          shape("rect", { fill: color, height: LABEL_HEIGHT, rx: 6 }),
          label,
        ];
      }
    }
  }

  /** One highlight and one laser an agent, and so many strokes. */
  #makeRoom(agent: string, tool: Stroke["tool"]): void {
    const own = [...this.#strokes].filter(([, stroke]) => stroke.agent === agent);
    for (const [key, stroke] of own)
      if (tool !== "pen" && stroke.tool === tool) this.#end(key, stroke);
    const [oldest] = own;
    if (own.length >= MOST_STROKES && oldest !== undefined) this.#end(...oldest);
  }

  #end(key: string, stroke: Stroke): void {
    this.#strokes.delete(key);
    stroke.group.remove();
  }

  #run(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#step());
  }

  /** Everything to its place, as long as there is anything. */
  #step(): void {
    this.#frame = 0;
    const now = performance.now();
    for (const [key, stroke] of this.#strokes) if (!this.#show(stroke, now)) this.#end(key, stroke);
    if (!this.empty) this.#run();
  }

  /** False when it is over. */
  #show(stroke: Stroke, now: number): boolean {
    const box = this.#parts.boxOf(stroke.node, stroke.inset);
    const age = now - stroke.touched;
    if (stroke.tool === "highlight") {
      const part = box === null ? null : this.#parts.shownOf(stroke.node, stroke.inset);
      stroke.group.setAttribute("visibility", part === null ? "hidden" : "visible");
      if (part !== null) surround(stroke, part);
      return box !== null;
    }
    // What was drawn on goes where the page goes; where that is gone, the stroke stays where it is.
    if (box !== null) stroke.group.setAttribute("transform", `translate(${box.x} ${box.y})`);
    if (stroke.tool === "pen") {
      const left = (PEN_MS - age) / PEN_FADE_MS;
      if (!this.#parts.calm && left < 1) stroke.group.setAttribute("opacity", left.toFixed(2));
      else stroke.group.removeAttribute("opacity");
      return age < PEN_MS;
    }
    const trail = this.#parts.calm ? 0 : LASER_TRAIL_MS;
    stroke.points = stroke.points.filter(({ at }, index) => {
      return index === stroke.points.length - 1 || now - at < trail;
    });
    shine(stroke);
    return age < LASER_MS;
  }
}

/** A curve through the middles between the points: what a hand meant between two reports of a mouse. */
function curve(points: Stroke["points"]): string {
  const [first] = points;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}`;
  for (let index = 1; index + 1 < points.length; index++) {
    const { x, y } = points[index] as Stroke["points"][number];
    const next = points[index + 1] as Stroke["points"][number];
    path += `Q${x} ${y} ${(x + next.x) / 2} ${(y + next.y) / 2}`;
  }
  const last = points.at(-1) ?? first;
  return `${path}L${last.x} ${last.y}`;
}

function outline({ shapes, points }: Stroke): void {
  const path = curve(points);
  for (const shape of shapes) shape.setAttribute("d", path);
}

function shine({ shapes, points }: Stroke): void {
  const [trail, ...dots] = shapes;
  trail?.setAttribute("d", curve(points));
  const last = points.at(-1);
  for (const dot of dots) {
    dot.setAttribute("cx", String(last?.x ?? 0));
    dot.setAttribute("cy", String(last?.y ?? 0));
  }
}

function surround({ shapes }: Stroke, box: InkBox): void {
  const [halo, frame, tag, label] = shapes;
  for (const rect of [halo, frame]) {
    rect?.setAttribute("x", String(box.x - MARGIN));
    rect?.setAttribute("y", String(box.y - MARGIN));
    rect?.setAttribute("width", String(box.width + 2 * MARGIN));
    rect?.setAttribute("height", String(box.height + 2 * MARGIN));
  }
  // Above the element, or below it where there is no room.
  const above = box.y - MARGIN - LABEL_HEIGHT - 4;
  const top = above < 0 ? box.y + box.height + MARGIN + 4 : above;
  const left = Math.max(2, box.x - MARGIN);
  const text = label as SVGTextElement;
  text.setAttribute("x", String(left + LABEL_PADDING));
  text.setAttribute("y", String(top + LABEL_HEIGHT - 5.5));
  tag?.setAttribute("x", String(left));
  tag?.setAttribute("y", String(top));
  tag?.setAttribute("width", String(text.getComputedTextLength() + 2 * LABEL_PADDING));
}
