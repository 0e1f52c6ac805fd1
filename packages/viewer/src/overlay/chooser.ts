/** Opens, over the mirror, the controls that a mirror cannot open: selects, dates, times, colours. */
import type { Choice, Control } from "../engine/index.ts";
import { MAX_CHOICE_LENGTH, MAX_CHOICES } from "../port-actions.ts";

const LONGEST_LIST = 8;

export class Chooser {
  private panel: HTMLElement | null = null;

  constructor(private readonly overlay: HTMLElement) {}

  get open(): boolean {
    return this.panel !== null;
  }

  /**
   * Shows the control; `done` is called with the values that the agent chose, null when it is dismissed.
   * @param scale of the mirror; the control's box is in page pixels.
   */
  show(control: Control, scale: number, done: (values: string[] | null) => void): void {
    this.close();
    const doc = this.overlay.ownerDocument;
    const panel = doc.createElement("form");
    panel.className = "chooser";
    const finish = (values: string[]) => {
      this.close();
      done(values.slice(0, MAX_CHOICES).map((value) => value.slice(0, MAX_CHOICE_LENGTH)));
    };
    if (control.kind === "select") {
      addSelect(panel, control.choices, control.multiple, finish);
    } else {
      addInput(panel, control, finish);
    }
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
      done(null);
    });
    this.overlay.append(panel);
    this.panel = panel;
    this.put(panel, control, scale);
    panel.querySelector<HTMLElement>("select, input")?.focus();
  }

  close(): void {
    this.panel?.remove();
    this.panel = null;
  }

  /** Below the control, or above it where there is more room. */
  private put(panel: HTMLElement, { box }: Control, scale: number): void {
    const { clientWidth, clientHeight } = this.overlay;
    const below = (box.y + box.height) * scale + 4;
    const above = box.y * scale - panel.offsetHeight - 4;
    const top = below + panel.offsetHeight > clientHeight && above >= 0 ? above : below;
    const left = Math.min(box.x * scale, clientWidth - panel.offsetWidth);
    panel.style.left = `${Math.max(0, left)}px`;
    panel.style.top = `${Math.max(0, Math.min(top, clientHeight - panel.offsetHeight))}px`;
  }
}

function addSelect(
  panel: HTMLFormElement,
  choices: readonly Choice[],
  multiple: boolean,
  finish: (values: string[]) => void,
): void {
  const doc = panel.ownerDocument;
  const select = doc.createElement("select");
  select.multiple = multiple;
  select.size = Math.min(LONGEST_LIST, Math.max(2, choices.length));
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const choice of choices) {
    const option = doc.createElement("option");
    option.value = choice.value;
    option.textContent = choice.label;
    option.selected = choice.selected;
    option.disabled = choice.disabled;
    groupOf(choice.group, select, groups).append(option);
  }
  const chosen = () => Array.from(select.selectedOptions, (option) => option.value);
  panel.append(select);
  if (multiple) {
    addButton(panel);
  } else {
    select.addEventListener("click", (event) => {
      if (event.target instanceof HTMLOptionElement && !event.target.disabled) finish(chosen());
    });
    select.addEventListener("keydown", (event) => {
      if (event.key === "Enter") finish(chosen());
    });
  }
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    finish(chosen());
  });
}

function groupOf(
  label: string | null,
  select: HTMLSelectElement,
  groups: Map<string, HTMLOptGroupElement>,
): HTMLElement {
  if (label === null) return select;
  let group = groups.get(label);
  if (group === undefined) {
    group = select.ownerDocument.createElement("optgroup");
    group.label = label;
    groups.set(label, group);
    select.append(group);
  }
  return group;
}

function addInput(
  panel: HTMLFormElement,
  control: Extract<Control, { kind: "value" }>,
  finish: (values: string[]) => void,
): void {
  const input = panel.ownerDocument.createElement("input");
  input.type = control.type;
  input.min = control.min;
  input.max = control.max;
  input.step = control.step;
  input.value = control.value;
  panel.append(input);
  addButton(panel);
  panel.noValidate = true;
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    finish([input.value]);
  });
}

function addButton(panel: HTMLFormElement): void {
  const button = panel.ownerDocument.createElement("button");
  button.textContent = "Set";
  panel.append(button);
}
