import {
  composedParent,
  documentOf,
  NodeType,
  nameOf,
  own,
  typeOf,
  viewOf,
} from "@userview/capture";
import { type DrawAction, participantColor } from "@userview/protocol";
import { Ink, type InkBox, type Surroundings, shownPart } from "@userview/protocol/ink";
import { elementOf, Refused } from "../control/target.ts";
import type { ToolParts } from "../tools.ts";
import { element } from "../ui/elements.ts";
import { Stage } from "../ui/stage.ts";

/** Agents' drawings over the page: the page neither hears of them nor is covered by them. */
export class Drawings {
  readonly #parts: ToolParts;
  readonly #surface = element("div", "pointers surface", { "aria-hidden": "true" });
  readonly #ink: Ink;
  #stage: Stage | null = null;
  #address = "";
  #pageview = "";

  constructor(parts: ToolParts) {
    this.#parts = parts;
    const root = drawn("svg");
    root.setAttribute("width", "100%");
    root.setAttribute("height", "100%");
    this.#surface.append(root);
    this.#ink = new Ink({
      root,
      make: drawn,
      boxOf: (node) => this.#boxOf(node),
      shownOf: (node) => this.#shownOf(node),
      calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
  }

  /** @throws Refused `not_found` when what is drawn on is gone, `not_permitted` to nobody who takes part. */
  draw(agent: string, action: DrawAction): void {
    const { agents, guest, nodes } = this.#parts;
    const who = agents().find(({ id }) => id === agent);
    if (who === undefined) throw new Refused("not_permitted");
    if (action.tool === "highlight" && action.node === null) throw new Refused("not_found");
    if (action.node !== null) elementOf(action.node, nodes);
    this.#show();
    this.#turned();
    const author = { id: agent, name: who.name || guest(), color: participantColor(who.color) };
    this.#ink.draw(author, action, null);
  }

  /** What agents who left have drawn goes. */
  update(): void {
    this.#ink.keep(new Set(this.#parts.agents().map(({ id }) => id)));
  }

  close(): void {
    this.#ink.clear();
    this.#stage?.hide(this.#surface);
    if (this.#parts.stage === null) this.#stage?.remove();
    this.#stage = null;
  }

  #show(): void {
    if (this.#stage !== null) return;
    this.#stage = this.#parts.stage?.() ?? new Stage();
    this.#stage.show(this.#surface);
  }

  /** Whether the page went elsewhere within itself: then what was drawn goes. Asked while anything is drawn, in every frame. */
  #turned(): boolean {
    if (location.href === this.#address) return false;
    this.#address = location.href;
    const before = this.#pageview;
    this.#pageview = this.#parts.pageview();
    if (this.#pageview === before) return false;
    this.#ink.clear();
    return true;
  }

  #boxOf(node: number | null): InkBox | null {
    if (this.#turned()) return null;
    if (node === null) return { x: 0, y: 0, width: innerWidth, height: innerHeight };
    try {
      return boundsInTop(elementOf(node, this.#parts.nodes));
    } catch {
      return null;
    }
  }

  #shownOf(node: number | null): InkBox | null {
    try {
      return node === null ? null : shownPart(elementOf(node, this.#parts.nodes), PAGE);
    } catch {
      return null;
    }
  }
}

/** The page as its panes are looked for. */
const PAGE: Surroundings = {
  around(element) {
    let at = composedParent(element);
    while (at !== null && typeOf(at) !== NodeType.element) at = composedParent(at);
    return at as Element | null;
  },
  boundsOf: boundsInTop,
  styleOf: (element) => viewOf(documentOf(element))?.getComputedStyle(element) ?? null,
  nameOf,
};

/** Where an element is in the viewport of the page itself, also from a frame of the same origin. */
function boundsInTop(target: Element): InkBox {
  const { left, top, width, height } = own(target, "getBoundingClientRect").call(target);
  let x = left;
  let y = top;
  for (let at: Element | null = frameOf(target); at !== null; at = frameOf(at)) {
    const around = own(at, "getBoundingClientRect").call(at);
    x += around.left + at.clientLeft;
    y += around.top + at.clientTop;
  }
  return { x, y, width, height };
}

function frameOf(target: Element): Element | null {
  try {
    const view = viewOf(documentOf(target));
    return view === window ? null : (view?.frameElement ?? null);
  } catch {
    return null;
  }
}

function drawn<Tag extends keyof SVGElementTagNameMap>(tag: Tag): SVGElementTagNameMap[Tag] {
  const make = own(document, "createElementNS") as typeof document.createElementNS;
  return make.call(document, "http://www.w3.org/2000/svg", tag) as SVGElementTagNameMap[Tag];
}
