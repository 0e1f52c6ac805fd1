/** The picture at the top of the shop: a hill, a sky that follows day and night, and kites that sway in CSS. */

import { COLOURS } from "../catalog.ts";
import { type Html, raw } from "../html.ts";
import type { Cloth } from "./brush.ts";
import { star } from "./cellular.ts";
import { delta, diamond } from "./classic.ts";
import { octopus } from "./odd.ts";

function cloth(id: string): Cloth {
  const found = COLOURS.find((colour) => colour.id === id);
  if (found === undefined)
    throw new Error(`the scene wants a colour that the catalog has not: ${id}`);
  return found.cloth;
}

function flying(
  drawing: string,
  place: { x: number; y: number; scale: number; turn: number; beat: string },
): string {
  return `<g transform="translate(${place.x} ${place.y}) scale(${place.scale}) rotate(${place.turn})"><g class="sway ${place.beat}">${drawing}</g></g>`;
}

function cloud(x: number, y: number, scale: number, drift: string): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})"><path class="cloud ${drift}" d="M20 60 a34 34 0 0 1 8-66 a52 52 0 0 1 98-14 a40 40 0 0 1 66 24 a29 29 0 0 1 6 56Z"/></g>`;
}

function flyer(x: number, y: number, coat: string, line: string): string {
  return `<path d="${line}" class="scene-line"/><g transform="translate(${x} ${y})"><path d="M-5 26 V44 M5 26 V44" stroke="#2a2f45" stroke-width="5" stroke-linecap="round"/><path d="M0 0 C10 0 12 14 12 28 H-12 C-12 14 -10 0 0 0Z" fill="${coat}"/><path d="M6 6 L18 -6" stroke="${coat}" stroke-width="6" stroke-linecap="round"/><circle cx="0" cy="-8" r="8.5" fill="#d99f77"/><path d="M-9 -9 a9 9 0 0 1 18 0 l-4 -2 h-9Z" fill="#2a2f45"/></g>`;
}

const STARS = [
  [80, 60],
  [190, 120],
  [330, 44],
  [470, 150],
  [610, 70],
  [760, 40],
  [905, 132],
  [1010, 60],
  [1130, 110],
  [1210, 44],
  [1330, 150],
  [1400, 70],
  [260, 210],
  [690, 190],
  [1180, 230],
] as const;

/** The scene as inline SVG, 1440 by 520, cut at the sides on narrow screens; only decoration, so hidden from screen readers. */
export function scene(): Html {
  const stars = STARS.map(
    ([x, y], index) => `<circle cx="${x}" cy="${y}" r="${index % 3 === 0 ? 2.2 : 1.4}"/>`,
  ).join("");
  return raw(`<svg class="scene" viewBox="0 0 1440 520" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" class="sky-top"/><stop offset=".72" class="sky-mid"/><stop offset="1" class="sky-low"/></linearGradient></defs>
<rect width="1440" height="520" fill="url(#sky)"/>
<g class="stars">${stars}</g>
<circle class="sun" cx="1290" cy="112" r="50"/><path class="moon" d="M1276 64 a50 50 0 1 0 58 64 a46 46 0 0 1 -58 -64Z"/>
${cloud(690, 60, 0.7, "drift-a")}${cloud(1090, 210, 0.62, "drift-b")}${cloud(1330, 250, 0.5, "drift-b")}
${flying(octopus(cloth("plum")), { x: 1110, y: 168, scale: 0.5, turn: 7, beat: "beat-c" })}
${flying(delta(cloth("lagoon")), { x: 822, y: 226, scale: 0.32, turn: -10, beat: "beat-b" })}
${flying(diamond(cloth("poppy")), { x: 905, y: 22, scale: 0.52, turn: 12, beat: "beat-a" })}
${flying(star(cloth("meadow")), { x: 1098, y: 26, scale: 0.26, turn: -6, beat: "beat-d" })}
<path class="hill-far" d="M0 420 C240 350 420 384 640 402 S1060 356 1440 392 V520 H0Z"/>
${flyer(872, 424, "#e5472f", "M890 418 C880 360 874 290 892 232")}${flyer(930, 432, "#f7b718", "M948 424 C1000 424 1070 404 1100 368")}
<path class="hill-near" d="M0 470 C300 420 520 470 760 462 S1180 430 1440 462 V520 H0Z"/>
</svg>`);
}
