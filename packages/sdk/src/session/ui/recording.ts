import type { SessionRequest } from "@userview/protocol";
import type { Texts } from "../texts.ts";
import { element } from "./elements.ts";
import type { Stage } from "./stage.ts";

/** What the team wants of a session. */
export type RecordingMode = NonNullable<SessionRequest["recording"]>;

/** What the prompt says of recording, and what the visitor chose there (rule T2). */
export class RecordingChoice {
  readonly part: HTMLElement;
  readonly #choice: HTMLInputElement | null;

  constructor(mode: Exclude<RecordingMode, "off">, texts: Texts) {
    if (mode === "on") {
      this.#choice = null;
      this.part = element("p", "recorded", {}, element("span", "record"), texts.recording_notice);
    } else {
      this.#choice = element("input", "", { type: "checkbox" });
      this.part = element("label", "recorded", {}, this.#choice, texts.recording_choice);
    }
  }

  /** Whether the session may be recorded, after a yes to it. */
  get allowed(): boolean {
    return this.#choice?.checked ?? true;
  }
}

/** Asks, beside the page and without taking the focus from it, whether the session may be recorded (rule T2). */
export class RecordingAsk {
  readonly #stage: Stage;
  readonly #texts: () => Texts;
  readonly #answer: (allow: boolean) => void;
  #surface: HTMLElement | null = null;
  #answered = false;

  constructor(stage: Stage, texts: () => Texts, answer: (allow: boolean) => void) {
    this.#stage = stage;
    this.#texts = texts;
    this.#answer = answer;
  }

  /** Whether an answer is waited for. */
  update(asking: boolean): void {
    if (!asking) {
      this.close();
      this.#answered = false;
    } else if (this.#surface === null && !this.#answered) this.#show();
  }

  close(): void {
    if (this.#surface !== null) this.#stage.hide(this.#surface);
    this.#surface = null;
  }

  #show(): void {
    const texts = this.#texts();
    const words = element("p", "", { id: "asks-record" }, texts.recording_message);
    const decline = element("button", "", { type: "button" }, texts.decline);
    const allow = element("button", "primary", { type: "button" }, texts.allow);
    decline.addEventListener("click", () => this.#say(false));
    allow.addEventListener("click", () => this.#say(true));
    this.#surface = element(
      "div",
      "ask surface",
      {
        role: "alertdialog",
        "aria-label": texts.recording_label,
        "aria-describedby": "asks-record",
      },
      words,
      decline,
      allow,
    );
    this.#stage.show(this.#surface);
  }

  #say(allow: boolean): void {
    this.#answered = true;
    this.close();
    this.#answer(allow);
  }
}
