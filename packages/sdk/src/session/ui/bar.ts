import { type Participant, participantColor } from "@userview/protocol";
import type { Wording } from "../../options/language.ts";
import { fill, type Texts } from "../texts.ts";
import { element, ICONS, icon } from "./elements.ts";
import type { Stage } from "./stage.ts";

/** How long the bar says that sharing has ended. */
const ENDED_MS = 4000;
/** How long it says that an agent ran code. */
const RAN_MS = 6000;

/** Says all the time who sees the page and who is in control, and stops it. */
export class Bar {
  readonly #stage: Stage;
  readonly #surface: HTMLElement;
  readonly #dots = element("span", "dots");
  readonly #names = element("span", "names");
  readonly #record = element("span", "recording", { hidden: "" }, element("span", "record"));
  readonly #recordWords = element("span");
  readonly #stop: HTMLElement;
  readonly #hidden: HTMLElement;
  #text = "";
  #ran: ReturnType<typeof setTimeout> | undefined;
  #texts: Texts;
  #lang: string;
  #shown: { agents: readonly Participant[]; control: string | null } = {
    agents: [],
    control: null,
  };

  /**
   * @param stop called when the visitor stops sharing.
   * @param tint called when the visitor wants to see what is hidden, or no more.
   */
  constructor(stage: Stage, wording: Wording, stop: () => void, tint: (on: boolean) => void) {
    const { texts, lang } = wording;
    this.#stage = stage;
    this.#texts = texts;
    this.#lang = lang;
    const state = element("span", "state", { role: "status" }, this.#dots, this.#names);
    this.#record.append(this.#recordWords);
    state.append(this.#record);
    this.#hidden = element(
      "button",
      "hidden",
      { type: "button", "aria-pressed": "false" },
      icon(ICONS.hidden),
    );
    this.#hidden.addEventListener("click", () => {
      const on = this.#hidden.getAttribute("aria-pressed") !== "true";
      this.#hidden.setAttribute("aria-pressed", `${on}`);
      tint(on);
    });
    this.#nameHidden();
    this.#surface = element(
      "div",
      "bar surface",
      { role: "region", "aria-label": texts.bar_label },
      state,
      this.#hidden,
    );
    this.#stop = element("button", "stop", { type: "button" }, texts.stop);
    this.#stop.addEventListener("click", stop);
    stage.show(this.#surface);
  }

  /** Say the same in these words from now on. */
  reword({ texts, lang }: Wording): void {
    this.#texts = texts;
    this.#lang = lang;
    this.#surface.setAttribute("aria-label", texts.bar_label);
    this.#stop.textContent = texts.stop;
    this.#nameHidden();
    this.record(!this.#record.hidden);
    this.update(this.#shown.agents, this.#shown.control);
  }

  /** Whether there is a button that stops sharing. */
  offerStop(offered: boolean): void {
    if (offered) this.#surface.append(this.#stop);
    else this.#stop.remove();
  }

  /** Who watches now, and whose id has control. */
  update(agents: readonly Participant[], control: string | null): void {
    this.#shown = { agents, control };
    const texts = this.#texts;
    this.#dots.replaceChildren(
      ...agents.map((agent) => {
        const dot = element("span", agent.id === control ? "dot live" : "dot");
        dot.style.backgroundColor = participantColor(agent.color);
        return dot;
      }),
    );
    if (this.#ran !== undefined) return;
    const holder = agents.find(({ id }) => id === control);
    const names = [...new Set(agents.map(({ name }) => name || texts.guest))];
    const words =
      holder !== undefined
        ? texts.controlling
        : names.length === 0
          ? texts.waiting
          : names.length === 1
            ? texts.watching
            : texts.watching_many;
    const listed = holder !== undefined ? holder.name || texts.guest : list(names, this.#lang);
    this.#say(fill(words, { names: listed }));
  }

  /** Whether the session is recorded. */
  record(recorded: boolean): void {
    this.#record.hidden = !recorded;
    this.#recordWords.textContent = this.#texts.recording;
  }

  /** The keyboard is in it. */
  get hasFocus(): boolean {
    return this.#surface.matches(":focus-within");
  }

  /** An agent ran code in this page: said for a while, with the code for who points at it (rule O5). */
  tellRan(agent: string, code: string): void {
    const { agents } = this.#shown;
    const name = agents.find(({ id }) => id === agent)?.name || this.#texts.guest;
    clearTimeout(this.#ran);
    this.#text = fill(this.#texts.console_ran, { name });
    this.#names.textContent = `${this.#text}: ${code.slice(0, 80)}`;
    this.#names.title = code;
    this.#ran = setTimeout(() => {
      this.#ran = undefined;
      this.update(this.#shown.agents, this.#shown.control);
    }, RAN_MS);
  }

  /** Say that it is over, in the team's own words if there are any, then go. */
  end(words: string | null, gone: () => void): void {
    clearTimeout(this.#ran);
    const said = fill(words ?? this.#texts.ended, { currentDomain: location.hostname });
    this.#surface.replaceChildren(element("span", "state", { role: "status" }, said));
    this.#surface.classList.add("ended");
    setTimeout(() => {
      this.#stage.hide(this.#surface);
      gone();
    }, ENDED_MS);
  }

  close(): void {
    this.#stage.hide(this.#surface);
  }

  #nameHidden(): void {
    const { show_hidden } = this.#texts;
    this.#hidden.setAttribute("aria-label", show_hidden);
    this.#hidden.title = show_hidden;
  }

  #say(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#names.textContent = text;
    this.#names.title = text;
  }
}

/** As the language lists them. To load the browser's lists holds the page up for some 10 ms: one name needs none. */
function list(names: readonly string[], lang: string): string {
  if (names.length < 2) return names.join("");
  return new Intl.ListFormat(lang, { type: "conjunction" }).format(names);
}
