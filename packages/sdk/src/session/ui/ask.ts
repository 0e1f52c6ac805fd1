import type { Participant } from "@userview/protocol";
import { fill, type Texts } from "../texts.ts";
import { element } from "./elements.ts";
import type { Stage } from "./stage.ts";

/** Asks, beside the page and without taking the focus from it, whether an agent may control it (rule C8). */
export class Ask {
  readonly #stage: Stage;
  readonly #texts: () => Texts;
  readonly #answer: (agent: string, allow: boolean) => void;
  readonly #answered = new Set<string>();
  #surface: HTMLElement | null = null;
  #agent: string | null = null;

  constructor(stage: Stage, texts: () => Texts, answer: (agent: string, allow: boolean) => void) {
    this.#stage = stage;
    this.#texts = texts;
    this.#answer = answer;
  }

  /** Who takes part, and the ids of those who wait for an answer: the first is shown. */
  update(agents: readonly Participant[], asking: readonly string[]): void {
    for (const id of this.#answered) if (!asking.includes(id)) this.#answered.delete(id);
    const id = asking.find((one) => !this.#answered.has(one));
    const agent = agents.find((one) => one.id === id);
    if (agent?.id === this.#agent) return;
    this.close();
    if (agent !== undefined) this.#show(agent);
  }

  close(): void {
    if (this.#surface !== null) this.#stage.hide(this.#surface);
    this.#surface = null;
    this.#agent = null;
  }

  #show({ id, name }: Participant): void {
    const texts = this.#texts();
    const asks = fill(texts.control_message, { name: name || texts.guest });
    const words = element("p", "", { id: "asks" }, asks);
    const decline = element("button", "", { type: "button" }, texts.decline);
    const allow = element("button", "primary", { type: "button" }, texts.allow);
    decline.addEventListener("click", () => this.#say(id, false));
    allow.addEventListener("click", () => this.#say(id, true));
    this.#agent = id;
    this.#surface = element(
      "div",
      "ask surface",
      { role: "alertdialog", "aria-label": texts.control_label, "aria-describedby": "asks" },
      words,
      decline,
      allow,
    );
    this.#stage.show(this.#surface);
  }

  #say(id: string, allow: boolean): void {
    this.#answered.add(id);
    this.close();
    this.#answer(id, allow);
  }
}
