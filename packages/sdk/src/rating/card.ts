/** The card that asks for a rating: loaded when a session has ended and its team wants one. */
import type { TextName } from "@userview/protocol/texts";
import type { Held } from "../options/held.ts";
import { fill } from "../session/texts.ts";
import { element, icon } from "../session/ui/elements.ts";
import { Stage } from "../session/ui/stage.ts";
import { STYLES } from "../session/ui/styles.ts";
import type { Ended } from "./kept.ts";

/** After an answer the card stays so long, for second thoughts. */
const ANSWERED_MS = 8000;
const STARS = [1, 2, 3, 4, 5] as const;

const LOOK = `
.rate { position: fixed; inset: auto auto 16px 50%; transform: translateX(-50%); width: min(400px, calc(100vw - 24px)); max-height: calc(100dvh - 32px); overflow: auto;
  padding: 16px 18px 14px; border-radius: 18px; background: var(--surface); box-shadow: var(--shadow); text-align: center; }
.rate p { margin: 0; color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
.rate fieldset { border: 0; margin: 6px 0 0; padding: 0; min-width: 0; }
.rate legend { padding: 0; margin: 0 auto; font-size: 17px; font-weight: 700; overflow-wrap: anywhere; }
.stars { display: flex; justify-content: center; margin-top: 8px; }
.stars label { position: relative; padding: 6px; cursor: pointer; border-radius: 10px; color: var(--muted); }
.stars input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.stars svg { display: block; width: 32px; height: 32px; }
.stars .lit { color: #d97706; }
.stars .lit path { fill: currentColor; }
.stars label:has(input:focus-visible) { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); }
.rate .word { min-height: 21px; margin-top: 4px; }
.rate .foot { display: flex; align-items: center; gap: 10px; margin-top: 8px; }
.rate .foot p { flex: 1; text-align: start; }
.rate .foot button { min-height: 36px; padding: 5px 14px; font-size: 14px; }
@media (forced-colors: active) { .rate { border: 1px solid; } .stars .lit { color: Highlight; } }
`;
const STAR = ["M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z"];

interface Told {
  readonly rate: (rating: number) => void;
  readonly close: () => void;
}

export class RatingCard {
  /** The page has one card, whichever module of the SDK asked for it first. */
  static #shown: RatingCard | null = null;

  readonly session: string;
  readonly #held: Held;
  readonly #told: Told;
  readonly #stage: Stage;
  readonly #surface: HTMLElement;
  readonly #said = element("p", "", { role: "status" });
  readonly #word = element("p", "word", { "aria-hidden": "true" });
  readonly #thanks = element("p", "", { role: "status" });
  readonly #stars: { readonly label: HTMLElement; readonly input: HTMLInputElement }[];
  readonly #deadline: ReturnType<typeof setTimeout>;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #rating: number | null;

  /** The card for this session; one that is shown for it already is the same. */
  static open(ended: Ended, held: Held, told: Told): RatingCard {
    if (RatingCard.#shown?.session !== ended.session) {
      RatingCard.#shown?.remove();
      RatingCard.#shown = new RatingCard(ended, held, told);
    }
    return RatingCard.#shown as RatingCard;
  }

  private constructor(ended: Ended, held: Held, told: Told) {
    this.session = ended.session;
    this.#held = held;
    this.#told = told;
    this.#rating = ended.rating;
    this.#stage = new Stage(held.wording, STYLES + LOOK);
    const { texts, settings } = held;
    this.#stars = STARS.map((rating) => this.#star(rating));
    const close = element("button", "", { type: "button" }, texts.wait_close);
    close.addEventListener("click", told.close);
    this.#surface = element(
      "div",
      "rate surface",
      { role: "region", "aria-label": texts.rating_title },
      this.#said,
      element(
        "fieldset",
        "",
        {},
        element("legend", "", {}, texts.rating_title),
        element("div", "stars", {}, ...this.#stars.map(({ label }) => label)),
      ),
      this.#word,
      element("div", "foot", {}, this.#thanks, close),
    );
    for (const name of ["keydown", "keyup", "keypress"]) {
      this.#surface.addEventListener(name, (event) => {
        // A page's own handlers of keys must not act on what is meant for the card.
        event.stopPropagation();
        if (name === "keydown" && (event as KeyboardEvent).key === "Escape") told.close();
      });
    }
    this.#surface.addEventListener("pointerleave", () => this.#light(this.#rating));
    this.#surface.addEventListener("focusout", () => this.#lingers());
    this.#stage.show(this.#surface);
    this.#light(this.#rating);
    // Screen readers say what comes into a region that is there already.
    const values = { currentDomain: location.hostname };
    setTimeout(() => {
      this.#said.textContent = fill(settings.end_of_screenshare_message ?? texts.ended, values);
    });
    this.#deadline = setTimeout(told.close, ended.until - Date.now());
  }

  /** The keyboard goes on here. */
  focus(): void {
    (this.#stars.find(({ input }) => input.checked) ?? this.#stars[0])?.input.focus();
  }

  remove(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#leaving);
    this.#stage.remove();
    if (RatingCard.#shown === this) RatingCard.#shown = null;
  }

  #star(rating: (typeof STARS)[number]): { label: HTMLElement; input: HTMLInputElement } {
    const name = this.#nameOf(rating);
    const input = element("input", "", {
      type: "radio",
      name: "rating",
      value: `${rating}`,
      "aria-label": `${rating}/5: ${name}`,
    });
    input.checked = rating === this.#rating;
    input.addEventListener("change", () => this.#rate(rating));
    const label = element("label", "", { title: name }, input, icon(STAR));
    label.addEventListener("pointerenter", () => this.#light(rating));
    return { label, input };
  }

  #rate(rating: number): void {
    this.#rating = rating;
    this.#light(rating);
    this.#thanks.textContent = this.#held.texts.rating_thanks;
    this.#told.rate(rating);
    this.#lingers();
  }

  /** Whoever has answered is left alone soon, but not as long as hand or keyboard are in the card. */
  #lingers(): void {
    clearTimeout(this.#leaving);
    if (this.#thanks.textContent === "") return;
    this.#leaving = setTimeout(() => {
      // A finger leaves its hover behind.
      const hovers = matchMedia("(hover: hover)").matches && this.#surface.matches(":hover");
      if (hovers || this.#surface.matches(":has(:focus-visible)")) this.#lingers();
      else this.#told.close();
    }, ANSWERED_MS);
  }

  #light(rating: number | null): void {
    for (const [index, { label }] of this.#stars.entries())
      label.classList.toggle("lit", index < (rating ?? 0));
    this.#word.textContent = rating === null ? "" : this.#nameOf(rating);
  }

  #nameOf(rating: number): string {
    return this.#held.texts[`rating_${rating}` as TextName];
  }
}
