import type { Wording } from "../../options/language.ts";
import { fill, type Texts } from "../../session/texts.ts";
import { element, ICONS, icon } from "../../session/ui/elements.ts";
import { Stage } from "../../session/ui/stage.ts";
import { STYLES } from "../../session/ui/styles.ts";

/** The code as it stands now. */
export interface Code {
  /** Null: there is none yet, or none is free. */
  readonly code: string | null;
  /** The server has none to give. */
  readonly isNoneFree: boolean;
  /** When another one takes its place, on `performance.now()`'s clock. */
  readonly until: number;
}

/** What of it stands in the page. */
export interface Shown {
  readonly button: boolean;
  readonly card: boolean;
}

const SECOND_MS = 1000;

const LOOK = `
.side { position: fixed; inset: 50% 0 auto auto; transform: translateY(-50%); }
.side:dir(rtl) { inset: 50% auto auto 0; }
.side button { display: flex; align-items: center; gap: 8px; writing-mode: vertical-rl; min-height: 0; padding: 14px 9px; font-size: 14px;
  border-radius: 12px 0 0 12px; border: 1px solid var(--line); border-inline: 1px solid var(--line); border-right-width: 0;
  background: var(--surface); box-shadow: var(--shadow); }
.side:dir(rtl) button { border-radius: 0 12px 12px 0; border-right-width: 1px; border-left-width: 0; }
.side button:hover { background: color-mix(in srgb, var(--text) 7%, var(--surface)); }
.side svg { width: 18px; height: 18px; color: var(--accent); }
.code-card { position: fixed; inset: 50% 16px auto auto; transform: translateY(-50%); width: min(320px, calc(100vw - 32px)); max-height: calc(100dvh - 24px); overflow: auto;
  padding: 20px 22px 18px; border-radius: 18px; background: var(--surface); box-shadow: var(--shadow); }
.code-card:dir(rtl) { inset: 50% auto auto 16px; }
.code-card h2 { font-size: 17px; }
.code-card p { margin: 6px 0 0; font-size: 14px; color: var(--muted); overflow-wrap: anywhere; }
.code-card .digits { margin: 16px 0 0; padding: 12px; border-radius: 12px; text-align: center; direction: ltr; font-size: 34px; line-height: 1.2; font-weight: 700;
  letter-spacing: .06em; font-variant-numeric: tabular-nums; color: var(--text); background: color-mix(in srgb, var(--accent) 10%, transparent); user-select: all; }
.code-card .digits.none { font-size: 15px; font-weight: 400; letter-spacing: normal; direction: inherit; user-select: auto; }
.code-card .time { font-variant-numeric: tabular-nums; text-align: center; min-height: 21px; }
.code-card footer { display: flex; justify-content: flex-end; margin-top: 14px; }
.aside { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .code-card, .side button { border: 1px solid; } }
`;

/** The side button, and the visitor's lookup code in large digits with the time that it has left. */
export class CodeCard {
  readonly #pressed: { readonly open: () => void; readonly close: () => void };
  #stage: Stage | null = null;
  #button: HTMLElement | null = null;
  #card: Card | null = null;
  #words = "";
  /** Where the keyboard was before the card took it; null: on nothing of the page. */
  #before: HTMLElement | null = null;
  /** The card went with the keyboard in it. */
  #isLost = false;

  /** @param pressed told when the visitor opens the card by the side button, or closes it. */
  constructor(pressed: { readonly open: () => void; readonly close: () => void }) {
    this.#pressed = pressed;
  }

  show(shown: Shown, code: Code, wording: Wording): void {
    const { texts } = wording;
    const words = JSON.stringify(wording);
    if (words !== this.#words) {
      this.#words = words;
      this.#take(false, false);
      this.#stage?.speak(wording);
    }
    this.#take(shown.button && !shown.card, shown.card);
    if (shown.button || shown.card) this.#stage ??= new Stage(wording, STYLES + LOOK);
    if (shown.button && !shown.card) this.#offer(texts);
    if (shown.card) this.#open(code, texts);
    if (shown.button || shown.card) return;
    this.#stage?.remove();
    this.#stage = null;
  }

  /** Take off what is not to stand there any more. */
  #take(keepButton: boolean, keepCard: boolean): void {
    const button = this.#button;
    if (!keepButton && button !== null) {
      this.#button = null;
      this.#stage?.hide(button);
    }
    const card = this.#card;
    if (keepCard || card === null) return;
    // Forgotten before it goes: what takes the focus away tells the page's handlers, and through them comes back here.
    this.#card = null;
    this.#isLost = card.surface.matches(":focus-within");
    card.stop();
    this.#stage?.hide(card.surface);
    if (!this.#isLost || this.#before === null) return;
    this.#before.focus();
    this.#isLost = false;
  }

  #offer({ lookup_button }: Texts): void {
    if (this.#button !== null) return;
    const button = element("button", "", { type: "button" }, icon(ICONS.screen), lookup_button);
    button.addEventListener("click", this.#pressed.open);
    this.#button = element(
      "div",
      "side surface",
      { role: "region", "aria-label": lookup_button },
      button,
    );
    this.#stage?.show(this.#button);
    // Whoever opened the card by this button goes on where they were.
    if (this.#isLost) button.focus();
    this.#isLost = false;
  }

  #open(code: Code, texts: Texts): void {
    if (this.#card === null) {
      const { activeElement, body } = document;
      const isOfPage = activeElement instanceof HTMLElement && activeElement !== body;
      this.#before = isOfPage ? activeElement : null;
      this.#card = new Card(texts, this.#pressed.close);
      this.#stage?.show(this.#card.surface);
      this.#card.focus();
    }
    this.#card.update(code);
  }
}

/** The card itself. */
class Card {
  readonly surface: HTMLElement;
  readonly #texts: Texts;
  readonly #title: HTMLElement;
  readonly #digits = element("p", "digits", { "aria-hidden": "true" });
  /** For screen readers, digit by digit, and said when it changes. */
  readonly #spelled = element("p", "aside", { role: "status" });
  readonly #time = element("p", "time", { role: "timer", "aria-live": "off" });
  readonly #timer: ReturnType<typeof setInterval>;
  #code: Code | null = null;

  constructor(texts: Texts, close: () => void) {
    this.#texts = texts;
    this.#title = element("h2", "", { id: "code-title", tabindex: "-1" }, texts.lookup_title);
    const leave = element("button", "", { type: "button" }, texts.wait_close);
    leave.addEventListener("click", close);
    this.surface = element(
      "div",
      "code-card surface",
      { role: "dialog", "aria-labelledby": "code-title", "aria-describedby": "code-about" },
      this.#title,
      element("p", "", { id: "code-about" }, texts.lookup_message),
      this.#digits,
      this.#spelled,
      this.#time,
      element("footer", "", {}, leave),
    );
    this.surface.addEventListener("keydown", (event) => {
      // A page's own handlers of keys must not act on what is meant for the card.
      event.stopPropagation();
      if (event.key === "Escape") close();
    });
    this.#timer = setInterval(() => this.#tick(), SECOND_MS);
  }

  focus(): void {
    this.#title.focus();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  update(now: Code): void {
    const before = this.#code;
    this.#code = now;
    if (before === null || before.code !== now.code || before.isNoneFree !== now.isNoneFree) {
      const { code } = now;
      const without = now.isNoneFree ? this.#texts.lookup_none : this.#texts.lookup_pending;
      this.#digits.classList.toggle("none", code === null);
      this.#digits.textContent = code === null ? without : inGroups(code);
      // A region that was there before is read when its text changes.
      setTimeout(() => {
        this.#spelled.textContent = code === null ? without : [...code].join(" ");
      });
    }
    this.#tick();
  }

  #tick(): void {
    const { code, until } = this.#code ?? { code: null, until: 0 };
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / SECOND_MS));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.#time.textContent = code === null ? "" : fill(this.#texts.lookup_time, { time });
  }
}

/** `048 213`: people read numbers out in groups. */
function inGroups(code: string): string {
  const half = code.length > 4 ? Math.ceil(code.length / 2) : code.length;
  return `${code.slice(0, half)} ${code.slice(half)}`.trim();
}
