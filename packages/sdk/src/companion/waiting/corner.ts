import type { WaitState } from "@userview/protocol";
import type { Wording } from "../../options/language.ts";
import { fill, type Texts } from "../../session/texts.ts";
import { element, ICONS, icon } from "../../session/ui/elements.ts";
import { Stage } from "../../session/ui/stage.ts";

/** What a visitor who waits, or has waited, is told. */
interface Card {
  readonly kind: "card";
  readonly state: WaitState;
  /** The team's own words for those who wait for a call. */
  readonly message: string | null;
}

/** What stands in the corner of the page. */
export type Shown = { readonly kind: "button" } | Card;

/** The help button, and what a visitor who waits is told, in the page's lower corner. */
export class Corner {
  readonly #pressed: { readonly help: () => void; readonly leave: () => void };
  #stage: Stage | null = null;
  #surface: HTMLElement | null = null;
  #drawn = "";

  /** @param pressed told when the visitor presses the help button, or the one that ends or closes the card. */
  constructor(pressed: { readonly help: () => void; readonly leave: () => void }) {
    this.#pressed = pressed;
  }

  show(shown: Shown | null, wording: Wording): void {
    const { texts } = wording;
    const drawn = JSON.stringify(shown && [shown, wording]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = this.#surface?.matches(":focus-within") ?? false;
    if (this.#surface !== null) this.#stage?.hide(this.#surface);
    this.#surface = null;
    if (shown === null) {
      this.#stage?.remove();
      this.#stage = null;
      return;
    }
    this.#stage ??= new Stage(wording);
    this.#stage.speak(wording);
    this.#surface = shown.kind === "button" ? this.#button(texts) : this.#card(shown, texts);
    this.#stage.show(this.#surface);
    // Whoever works with the keyboard is not thrown out of the corner when it changes.
    if (focused) this.#surface.querySelector("button")?.focus();
  }

  #button({ help }: Texts): HTMLElement {
    const button = element("button", "help", { type: "button" }, icon(ICONS.help), help);
    button.addEventListener("click", this.#pressed.help);
    return element("div", "corner surface", { role: "region", "aria-label": help }, button);
  }

  #card({ state, message }: Card, texts: Texts): HTMLElement {
    const waits = state.status === "pending";
    const words = element("p", "", { role: "status" });
    const close = waits ? texts.wait_cancel : texts.wait_close;
    const leave = element("button", "", { type: "button" }, close);
    leave.addEventListener("click", this.#pressed.leave);
    const card = element(
      "div",
      "wait",
      {},
      ...(waits ? [element("span", "beat", { "aria-hidden": "true" })] : []),
      words,
      leave,
    );
    // Screen readers say what comes into a region that is there already.
    setTimeout(() => words.append(wordsFor(state, message, texts)));
    return element(
      "div",
      "corner surface",
      { role: "region", "aria-label": texts.wait_label },
      card,
    );
  }
}

function wordsFor(state: WaitState, message: string | null, texts: Texts): string {
  const { status, call_name, agent_name } = state;
  const values = { agentName: agent_name ?? "", currentDomain: location.hostname };
  const waits = status === "pending";
  if (status === "unknown_call_name") return texts.wait_unknown;
  if (call_name === null) return waits ? texts.wait_pending : texts.wait_unavailable;
  return fill(waits ? (message ?? texts.wait_call) : texts.wait_call_over, values);
}
