/** Kites with a frame of sticks and flat cloth. */
import { bow, type Cloth, line, type Point, panel, ribbon, shade, spar } from "./brush.ts";

export function diamond({ a, b, c }: Cloth): string {
  const top: Point = [200, 30];
  const right: Point = [310, 130];
  const foot: Point = [200, 290];
  const left: Point = [90, 130];
  const heart: Point = [200, 130];
  return [
    line("M200 130 C150 250 120 330 60 400"),
    `<path d="M200 290 C230 320 180 340 212 362 S250 385 236 400" fill="none" stroke="${a}" stroke-width="3"/>`,
    panel(a, top, right, heart),
    panel(b, top, left, heart),
    panel(c, left, foot, heart),
    panel(a, right, foot, heart),
    shade(0.14, right, foot, heart),
    shade(0.05, top, right, heart),
    spar(top, foot),
    spar(left, right),
    bow(207, 318, 20, b, c),
    bow(200, 346, -25, c, a),
    bow(230, 376, 30, a, b),
  ].join("");
}

export function delta({ a, b, c }: Cloth): string {
  return [
    line("M200 190 C185 270 150 340 96 400"),
    ribbon("M168 214 C150 270 186 300 158 350 S150 380 162 400", c, 7),
    ribbon("M232 214 C254 262 220 300 246 344 S258 380 246 400", b, 7),
    panel(a, [200, 46], [24, 218], [112, 206], [200, 226]),
    panel(a, [200, 46], [376, 218], [288, 206], [200, 226]),
    panel(b, [200, 46], [112, 132], [118, 206], [200, 226]),
    panel(c, [200, 46], [288, 132], [282, 206], [200, 226]),
    panel(a, [200, 46], [160, 85], [170, 219], [200, 226]),
    panel(a, [200, 46], [240, 85], [230, 219], [200, 226]),
    shade(0.13, [200, 46], [376, 218], [288, 206], [200, 226]),
    panel(c, [200, 100], [200, 216], [222, 190]),
    shade(0.2, [200, 100], [200, 216], [222, 190]),
    spar([200, 46], [200, 226]),
    spar([200, 46], [24, 218]),
    spar([200, 46], [376, 218]),
    spar([104, 140], [296, 140], 2.5),
  ].join("");
}

export function rokkaku({ a, b, c }: Cloth): string {
  const outline = "200,26 306,98 306,246 200,318 94,246 94,98";
  return [
    line("M200 172 C190 260 240 340 300 400"),
    line("M200 172 L150 110 M200 172 L250 110 M200 172 L150 236 M200 172 L250 236", 1.2),
    `<clipPath id="rok"><polygon points="${outline}"/></clipPath>`,
    `<g clip-path="url(#rok)"><rect x="80" y="10" width="240" height="320" fill="${a}"/>`,
    `<circle cx="200" cy="150" r="66" fill="${b}"/>`,
    `<path d="M80 232 C110 208 138 208 166 232 S222 256 250 232 306 208 334 232 V330 H80Z" fill="${c}"/>`,
    `<path d="M80 256 C110 232 138 232 166 256 S222 280 250 256 306 232 334 256" fill="none" stroke="${a}" stroke-width="5"/>`,
    `<path d="M80 280 C110 256 138 256 166 280 S222 304 250 280 306 256 334 280" fill="none" stroke="${a}" stroke-width="5"/>`,
    shade(0.1, [200, 10], [320, 10], [320, 330], [200, 330]),
    "</g>",
    spar([200, 26], [200, 318]),
    spar([94, 98], [306, 98]),
    spar([94, 246], [306, 246]),
  ].join("");
}

export function sled({ a, b, c }: Cloth): string {
  return [
    line("M40 160 C120 290 180 340 196 400 M360 160 C280 290 220 340 196 400"),
    ribbon("M140 300 C128 330 152 350 138 392", a, 8),
    ribbon("M200 306 C190 336 212 352 198 396", c, 8),
    ribbon("M260 300 C272 330 248 350 262 392", b, 8),
    panel(b, [140, 50], [40, 160], [140, 300]),
    panel(b, [260, 50], [360, 160], [260, 300]),
    panel(a, [140, 50], [260, 50], [260, 300], [140, 300]),
    panel(c, [140, 92], [260, 92], [260, 134], [140, 134]),
    panel(b, [140, 150], [260, 150], [260, 162], [140, 162]),
    shade(0.16, [260, 50], [360, 160], [260, 300]),
    shade(0.06, [140, 50], [40, 160], [140, 300]),
    `<path d="M168 282 L182 212 H218 L232 282Z" fill="#dcebf7"/>`,
    `<path d="M168 282 L182 212 H218 L232 282Z" fill="none" stroke="${c}" stroke-width="4"/>`,
    spar([140, 50], [140, 300]),
    spar([260, 50], [260, 300]),
  ].join("");
}

export function stunt({ a, b, c }: Cloth): string {
  const wing = (side: 1 | -1): string => {
    const at = (x: number, y: number): Point => [200 + side * x, y];
    return [
      panel(a, at(0, 70), at(184, 238), at(56, 204), at(0, 214)),
      panel(b, at(0, 70), at(122, 181), at(72, 208), at(34, 150)),
      panel(c, at(34, 150), at(72, 208), at(0, 214)),
      panel("#101a33", at(0, 70), at(184, 238), at(172, 236), at(0, 84)),
      side === 1 ? shade(0.14, at(0, 70), at(184, 238), at(56, 204), at(0, 214)) : "",
      spar(at(0, 70), at(184, 238), 4),
      spar(at(100, 161), at(58, 205), 2.2),
    ].join("");
  };
  return [
    line("M120 190 C130 280 160 350 168 400 M280 190 C262 280 206 350 184 400"),
    wing(-1),
    wing(1),
    spar([200, 70], [200, 214]),
    spar([118, 161], [282, 161], 2.4),
  ].join("");
}
