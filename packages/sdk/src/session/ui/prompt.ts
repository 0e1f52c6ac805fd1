import { fill, type Texts } from "../texts.ts";
import { element, ICONS, icon } from "./elements.ts";
import { RecordingChoice, type RecordingMode } from "./recording.ts";
import type { Stage } from "./stage.ts";

export interface PromptOptions {
  readonly agentName: string;
  readonly texts: Texts;
  /** The team's own words; null for the SDK's. */
  readonly title: string | null;
  readonly message: string | null;
  readonly recording: RecordingMode;
  /** @param record whether it may be recorded; null where that was not asked. */
  answer(allow: boolean, record: boolean | null): void;
}

/** Asks the visitor whether the page may be shared. Escape declines; nothing is chosen beforehand. */
export class Prompt {
  readonly #stage: Stage;
  readonly #dialog: HTMLDialogElement;
  #answered = false;

  constructor(stage: Stage, options: PromptOptions) {
    this.#stage = stage;
    const { texts } = options;
    const values = { agentName: options.agentName, currentDomain: location.hostname };
    const title = element(
      "h2",
      "",
      { id: "title", tabindex: "-1", autofocus: "" },
      fill(options.title ?? texts.prompt_title, values),
    );
    const message = element(
      "p",
      "",
      { id: "message" },
      fill(options.message ?? texts.prompt_message, values),
    );
    const { recording } = options;
    const choice = recording === "off" ? null : new RecordingChoice(recording, texts);
    const answer = (allow: boolean): void => {
      if (this.#answered) return;
      this.close();
      options.answer(allow, allow && choice !== null ? choice.allowed : null);
    };
    const decline = element("button", "", { type: "button" }, texts.decline);
    const allow = element("button", "primary", { type: "button" }, texts.allow);
    decline.addEventListener("click", () => answer(false));
    allow.addEventListener("click", () => answer(true));
    const facts = element(
      "div",
      "facts",
      {},
      factList("yes", texts.shared_title, [texts.shared_pages, texts.shared_actions], values),
      factList("no", texts.withheld_title, [texts.withheld_secrets, texts.withheld_others], values),
    );
    const header = element(
      "header",
      "",
      {},
      element("div", "badge", {}, icon(ICONS.screen)),
      title,
    );
    const note = element("span", "note", { id: "note" }, texts.prompt_note);
    const actions = element("div", "actions", {}, note, decline, allow);
    this.#dialog = element(
      "dialog",
      "",
      { "aria-labelledby": "title", "aria-describedby": "message note" },
      element(
        "div",
        "prompt",
        {},
        header,
        message,
        facts,
        ...(choice === null ? [] : [choice.part]),
      ),
      actions,
    );
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false);
    });
    // A page's own handlers of keys must not act on what is meant for the prompt, nor keep it from us.
    for (const name of ["keydown", "keyup", "keypress"]) {
      this.#dialog.addEventListener(name, (event) => event.stopPropagation());
    }
    stage.show(this.#dialog);
    title.focus();
  }

  /** Take the prompt away without an answer. */
  close(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#dialog.close();
    this.#stage.hide(this.#dialog);
  }
}

function factList(
  kind: "yes" | "no",
  title: string,
  facts: readonly string[],
  values: Readonly<Record<string, string>>,
): HTMLElement {
  const items = facts.map((fact) =>
    element("li", kind, {}, icon(ICONS[kind]), element("span", "", {}, fill(fact, values))),
  );
  return element("section", "", {}, element("h3", "", {}, title), element("ul", "", {}, ...items));
}
