/** <kite-stars>: a rating, shown or given, in an open shadow root. */

const STYLE = `
:host { display: inline-flex; align-items: center; gap: .3em; font-size: .875rem; line-height: 1; color: inherit; }
.row { display: inline-flex; gap: .06em; }
svg { width: 1.05em; height: 1.05em; display: block; }
.empty { fill: var(--star-empty, #d3dbe6); } .full { fill: var(--star, #e09a00); }
button { all: unset; cursor: pointer; padding: .15em; border-radius: .3em; font-size: 1.5rem; }
button:focus-visible { outline: 2px solid var(--focus, #2456d6); }
.says { color: var(--quiet, #55657d); }
`;

const PATH = "M12 2.6 14.9 9l6.9.7-5.2 4.6 1.5 6.8L12 17.6l-6.1 3.5 1.5-6.8L2.2 9.7 9.1 9z";

/**
 * Attributes: `value` (0-5), `count` (how many ratings stand behind it); `editable` and `label` for a rating that the visitor gives.
 * A given rating fires `change` and is read from `value`.
 */
export class KiteStars extends HTMLElement {
  static readonly observedAttributes = ["value", "count", "editable"];
  readonly #root = this.attachShadow({ mode: "open" });

  connectedCallback(): void {
    this.#draw();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#draw();
  }

  #star(share: number): SVGSVGElement {
    const names = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(names, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const empty = document.createElementNS(names, "path");
    empty.setAttribute("d", PATH);
    empty.setAttribute("class", "empty");
    const full = document.createElementNS(names, "path");
    full.setAttribute("d", PATH);
    full.setAttribute("class", "full");
    full.style.clipPath = `inset(0 ${Math.round((1 - share) * 100)}% 0 0)`;
    svg.append(empty, full);
    return svg;
  }

  #draw(): void {
    const value = Math.min(5, Math.max(0, Number(this.getAttribute("value")) || 0));
    const style = document.createElement("style");
    style.textContent = STYLE;
    const row = document.createElement("span");
    row.className = "row";
    row.setAttribute("part", "row");
    const says = document.createElement("span");
    says.className = "says";
    if (this.hasAttribute("editable")) this.#drawEditable(row, says, value);
    else this.#drawShown(row, says, value);
    this.#root.replaceChildren(style, row, says);
  }

  #drawShown(row: HTMLElement, says: HTMLElement, value: number): void {
    row.setAttribute("role", "img");
    row.setAttribute("aria-label", `${value} of 5 stars`);
    for (let index = 0; index < 5; index++)
      row.append(this.#star(Math.min(1, Math.max(0, value - index))));
    const count = this.getAttribute("count");
    if (count !== null) says.textContent = `(${count})`;
  }

  #drawEditable(row: HTMLElement, says: HTMLElement, value: number): void {
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", this.getAttribute("label") ?? "Your rating");
    for (let star = 1; star <= 5; star++) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", star === 1 ? "1 star" : `${star} stars`);
      button.setAttribute("aria-pressed", String(star === value));
      button.append(this.#star(star <= value ? 1 : 0));
      button.addEventListener("click", () => this.#give(star));
      row.append(button);
    }
    says.setAttribute("role", "status");
    if (value > 0) says.textContent = "Thank you!";
  }

  #give(star: number): void {
    this.setAttribute("value", String(star));
    this.#root.querySelectorAll("button")[star - 1]?.focus();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("kite-stars", KiteStars);
