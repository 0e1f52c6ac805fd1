import { matches } from "@userview/capture";
import type { ChooseAction } from "@userview/protocol";
import { fireChange, fireInput } from "./events.ts";
import { setValue } from "./fields.ts";
import { check, elementOf, type Nodes, Refused } from "./target.ts";

const CHOSEN = /^(?:color|date|datetime-local|month|range|time|week)$/;

/**
 * Set a select, or a date, time, colour or range field, as its own picker would.
 * @throws Refused `not_found`, `protected` or `masked`; `failed` when the control does not take the value.
 */
export function choose(action: ChooseAction, nodes: Nodes): void {
  const element = elementOf(action.node, nodes);
  check(element, nodes);
  if (matches(element, ":disabled")) throw new Refused("failed");
  if (element.localName === "select") {
    chooseOptions(element as HTMLSelectElement, action.values);
  } else if (element.localName === "input" && CHOSEN.test((element as HTMLInputElement).type)) {
    const value = action.values[0] ?? "";
    setValue(element, value);
    if ((element as HTMLInputElement).value === "" && value !== "") throw new Refused("failed");
  } else {
    throw new Refused("failed");
  }
  fireInput(element);
  fireChange(element);
}

function chooseOptions(select: HTMLSelectElement, values: readonly string[]): void {
  const chosen = [...select.options].filter(
    ({ value, disabled }) => !disabled && values.includes(value),
  );
  if (chosen.length === 0 && values.length > 0) throw new Refused("failed");
  if (select.multiple) {
    for (const option of select.options) option.selected = chosen.includes(option);
  } else if (chosen[0] !== undefined) {
    select.selectedIndex = chosen[0].index;
  }
}
