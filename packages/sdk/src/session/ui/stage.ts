import { OWN_SELECTOR, own, queryAll } from "@userview/capture";
import type { Wording } from "../../options/language.ts";
import { STYLES } from "./styles.ts";

type Language = Pick<Wording, "lang" | "dir">;

const ENGLISH: Language = { lang: "en", dir: "ltr" };

/** How often is looked whether the page has taken the interface out, or put a modal dialog over it. */
const LOOK_MS = 1000;

/** What the host element is, whatever the page's rules say. */
const HOST_STYLE: Readonly<Record<string, string>> = {
  // Where all that is on the stage is in the top layer, no box: one among the page's own makes the browser look through the whole page.
  display: "showPopover" in HTMLElement.prototype ? "contents" : "block",
  visibility: "visible",
  position: "fixed",
  inset: "0 auto auto 0",
  width: "0",
  height: "0",
  margin: "0",
  padding: "0",
  border: "0",
  overflow: "visible",
  opacity: "1",
  filter: "none",
  transform: "none",
  "clip-path": "none",
  "content-visibility": "visible",
  "pointer-events": "auto",
  "z-index": "2147483647",
};

/** Not important, unlike the rest: who names the element in a rule of theirs that is may hide it. */
const HIDEABLE = ["display", "visibility"];

/**
 * The one element in the page under which the SDK draws. It comes back when the page removes it, and
 * moves into the page's own modal dialog while one is open: what is outside of it cannot be clicked.
 */
export class Stage {
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #surfaces = new Set<HTMLElement>();
  readonly #stop = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;

  /** @param wording of what is shown on it; @param styles the sheet of all that. */
  constructor(wording: Language = ENGLISH, styles = STYLES) {
    this.#host = own(document, "createElement").call(document, "div");
    this.#host.setAttribute(OWN_SELECTOR.slice(1, -1), "");
    this.speak(wording);
    this.#host.style.setProperty("all", "initial");
    for (const [name, value] of Object.entries(HOST_STYLE)) {
      this.#host.style.setProperty(name, value, HIDEABLE.includes(name) ? "" : "important");
    }
    this.#root = this.#host.attachShadow({ mode: "open" });
    dress(this.#root, styles);
    const look = (): void => this.#look();
    this.#timer = setInterval(look, LOOK_MS);
    for (const name of ["toggle", "close", "fullscreenchange"]) {
      own(document, "addEventListener").call(document, name, look, {
        capture: true,
        signal: this.#stop.signal,
      });
    }
    this.#look();
  }

  /** What is shown is in this language from now on. */
  speak({ lang, dir }: Language): void {
    this.#host.lang = lang;
    this.#host.dir = dir;
  }

  /** Put something on the stage, above everything of the page where the browser can. */
  show(surface: HTMLElement): void {
    surface.classList.add("layer");
    this.#surfaces.add(surface);
    this.#root.append(surface);
    this.#raise(surface);
  }

  /** Take it off. */
  hide(surface: HTMLElement): void {
    this.#surfaces.delete(surface);
    surface.remove();
  }

  /** Take everything off, for good. */
  remove(): void {
    clearInterval(this.#timer);
    this.#stop.abort();
    this.#host.remove();
  }

  #look(): void {
    const home = openModal() ?? own(document, "documentElement");
    const covered = home !== this.#host.parentNode;
    if (covered) home.append(this.#host);
    if (covered || this.#isUnder()) for (const surface of this.#surfaces) this.#raise(surface);
  }

  /** Whether something of the page came to the top layer after us. */
  #isUnder(): boolean {
    const [first] = this.#surfaces;
    if (first === undefined) return false;
    const { left, top, width, height } = first.getBoundingClientRect();
    if (width === 0 || height === 0 || getComputedStyle(first).pointerEvents === "none")
      return false;
    const hit = own(document, "elementFromPoint").call(
      document,
      left + width / 2,
      top + height / 2,
    );
    return hit !== null && hit !== this.#host && !this.#host.contains(hit);
  }

  #raise(surface: HTMLElement): void {
    try {
      if (surface instanceof HTMLDialogElement) {
        if (surface.open) surface.close("raised");
        surface.showModal();
      } else if (typeof surface.showPopover === "function") {
        surface.popover = "manual";
        if (surface.matches(":popover-open")) surface.hidePopover();
        surface.showPopover();
      }
    } catch {
      if (surface instanceof HTMLDialogElement) surface.setAttribute("open", "");
    }
  }
}

/** The modal dialog of the page that lies on top; everything outside of it is inert. */
function openModal(): Element | null {
  try {
    const open = [...queryAll(document, "dialog:modal")];
    return open.at(-1) ?? null;
  } catch {
    return null;
  }
}

/** A constructed sheet is no inline style: a page's `style-src` has nothing against it. */
function dress(root: ShadowRoot, styles: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = own(document, "createElement").call(document, "style");
    style.textContent = styles;
    root.append(style);
  }
}
