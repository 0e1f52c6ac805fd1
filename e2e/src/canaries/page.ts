import { COLOURS, ROWS, type Row, SEEN, SEEN_COLOUR } from "./rows.ts";

/** A row with the canary that stands for it alone. */
export interface Canary {
  readonly row: Row;
  /** Ten letters, or a colour (`#rrggbb`). */
  readonly text: string;
}

export const HIDDEN: readonly Canary[] = ROWS.map((row, at) => ({ row, text: word(at) }));
export const SHOWN: readonly Canary[] = SEEN.map((row, at) => ({
  row,
  text: word(ROWS.length + at),
}));
export const HIDDEN_COLOURS: readonly Canary[] = COLOURS.map((row, at) => ({
  row,
  text: colour(at + 1),
}));
export const SHOWN_COLOUR: Canary = { row: SEEN_COLOUR, text: colour(0) };

/** In the order in which they stand in the page. */
export const ALL: readonly Canary[] = [...HIDDEN, ...SHOWN, ...HIDDEN_COLOURS, SHOWN_COLOUR];

const TOOLS = `<script>
  const by = (id) => document.getElementById(id);
  const frame = () => new Promise(requestAnimationFrame);
  const tell = () => {};
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const draw = (context, color) => { context.fillStyle = color; context.fillRect(0, 0, 200, 200); };
</script>`;

/** The page. */
export const HTML = `<!doctype html><html><head><title>Canaries</title>
<style>[data-picked^="x"] { color: red } p::after { content: attr(data-shown) } body { padding-bottom: 300px }</style>
${TOOLS}${ALL.map(({ row, text }) => row.head?.(text) ?? "").join("\n")}</head><body>
${ALL.map(({ row, text }) => row.html?.(text) ?? "").join("\n")}
<output id="end"></output></body></html>`;

function word(at: number): string {
  const letter = (number: number): string => String.fromCharCode(97 + (number % 26));
  return `${letter(Math.floor(at / 26))}${letter(at)}qzkanarv`;
}

/** Far from each other, and from greys. */
function colour(at: number): string {
  const part = (value: number): string => value.toString(16).padStart(2, "0");
  return `#${part(20 + at * 24)}${part(200 - at * 17)}${part(90 + at * 13)}`;
}
