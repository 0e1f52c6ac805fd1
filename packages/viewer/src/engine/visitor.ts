/** Ops of the visitor's pointer: where it is, and what it presses. */
import { PointerKind, Press, type TokenReader } from "@userview/protocol/content";
import type { NodeRegistry } from "./nodes.ts";
import type { Pickers } from "./pickers.ts";
import { offsetOf } from "./places.ts";
import type { VisitorStates } from "./state.ts";

/** What is drawn as a click. */
const CLICKS: ReadonlySet<number> = new Set([Press.click, Press.contextMenu, Press.touchEnd]);

export class Visitor {
  /** @param told where the pointer is, in the page's viewport, and whether it clicked. */
  constructor(
    private readonly nodes: NodeRegistry,
    private readonly states: VisitorStates,
    private readonly pickers: Pickers,
    private readonly doc: () => Document | null,
    private readonly told: (x: number, y: number, clicked: boolean) => void,
  ) {}

  pointer(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const x = reader.number();
    const y = reader.number();
    const kind = reader.int();
    if (kind === PointerKind.mouse) this.states.hover(node);
    this.pickers.hover(node);
    this.tell(node, x, y, false);
  }

  press(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const x = reader.number();
    const y = reader.number();
    const press = reader.int();
    if (press === Press.down) this.states.press(node);
    else if (press === Press.up || press === Press.touchEnd) this.states.press(undefined);
    this.pickers.press(node, x, press);
    this.tell(node, x, y, CLICKS.has(press));
  }

  /** Where the pointer is may not be known yet, only what it is over. */
  private tell(node: Node | undefined, x: number, y: number, clicked: boolean): void {
    const doc = this.doc();
    if (doc === null || (x === -1 && y === -1)) return;
    const offset = node === undefined ? { x: 0, y: 0 } : offsetOf(node, doc);
    this.told(x + offset.x, y + offset.y, clicked);
  }
}
