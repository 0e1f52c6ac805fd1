/** Ops of form controls: what stands in them, what is ticked and chosen. */
import { ControlFlag, type TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";

/** More options than a select has. */
const MAX_CHOSEN = 100_000;

export class Controls {
  /** @param changed told of controls in which something else stands now. */
  constructor(
    private readonly nodes: NodeRegistry,
    private readonly changed: (control: Node) => void,
  ) {}

  control(reader: TokenReader): void {
    const control = this.nodes.get(reader.int());
    const flags = reader.int();
    const value = reader.text();
    if (control !== undefined) this.changed(control);
    if (dom.isHtml(control, "textarea")) {
      if (control.value !== value) control.value = value;
    } else if (dom.isHtml(control, "option")) {
      control.selected = (flags & ControlFlag.checked) !== 0;
    } else if (dom.isHtml(control, "input")) {
      const { type } = control;
      if (type === "checkbox" || type === "radio") {
        control.checked = (flags & ControlFlag.checked) !== 0;
        control.indeterminate = (flags & ControlFlag.indeterminate) !== 0;
      } else if (type !== "file" && control.value !== value) control.value = value;
    }
  }

  choose(reader: TokenReader): void {
    const select = this.nodes.get(reader.int());
    const chosen = new Set<number>();
    for (let count = reader.count(MAX_CHOSEN); count > 0; count--) chosen.add(reader.int());
    if (!dom.isHtml(select, "select")) return;
    this.changed(select);
    if (chosen.size === 0) select.selectedIndex = -1;
    Array.from(select.options).forEach((option, index) => {
      if (option.selected !== chosen.has(index)) option.selected = chosen.has(index);
    });
  }
}
