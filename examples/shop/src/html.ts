/**
 * HTML from template strings, escaped by default, for the build and for the browser alike.
 *
 * `html` escapes every value except what `html` or `raw` made; arrays are joined; null, undefined and false are left out.
 */

/** Markup that may be inserted as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template's holes. */
export type Hole = Html | string | number | null | undefined | false | readonly Hole[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function fill(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return "";
  if (hole instanceof Html) return hole.markup;
  if (typeof hole === "string") return hole.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  if (typeof hole === "number") return String(hole);
  return hole.map(fill).join("");
}

/** Build markup: html`<p>${text}</p>`. */
export function html(texts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let markup = texts[0] ?? "";
  holes.forEach((hole, index) => {
    markup += fill(hole) + (texts[index + 1] ?? "");
  });
  return new Html(markup);
}

/** Mark text written by us (drawings, never what a visitor typed) as markup. */
export function raw(markup: string): Html {
  return new Html(markup);
}
