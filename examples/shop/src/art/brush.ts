/** Strokes that several drawings share. A drawing fills a square of 400 units; its kite flies on a line that leaves at the bottom. */

/** The cloth of one kite: main, second and third colour. */
export interface Cloth {
  a: string;
  b: string;
  c: string;
}

export type Point = readonly [x: number, y: number];

/** Colours of a kite's frame and line, readable on a day's and on a night's sky. */
export const SPAR = "#3b2a22";
export const LINE = "#7d8ba3";

/** "x,y x,y …" for a polygon. */
export function points(...list: readonly Point[]): string {
  return list.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
}

/** One decimal is finer than a pixel of any picture here. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A panel of cloth. */
export function panel(fill: string, ...corners: readonly Point[]): string {
  return `<polygon points="${points(...corners)}" fill="${fill}"/>`;
}

/** Shadow over a panel, for the side that the sun does not reach. */
export function shade(depth: number, ...corners: readonly Point[]): string {
  return `<polygon points="${points(...corners)}" fill="#0b1430" fill-opacity="${depth}"/>`;
}

/** A stick of the frame. */
export function spar(from: Point, to: Point, width = 3): string {
  return `<line x1="${round(from[0])}" y1="${round(from[1])}" x2="${round(to[0])}" y2="${round(to[1])}" stroke="${SPAR}" stroke-width="${width}" stroke-linecap="round"/>`;
}

/** The flying line, or a bridle. */
export function line(path: string, width = 1.6): string {
  return `<path d="${path}" fill="none" stroke="${LINE}" stroke-width="${width}" stroke-linecap="round"/>`;
}

/** A ribbon of cloth. */
export function ribbon(path: string, color: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** A bow of two triangles on a tail. */
export function bow(x: number, y: number, turn: number, left: string, right: string): string {
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)})">${panel(left, [0, 0], [-18, -9], [-18, 9])}${panel(right, [0, 0], [18, -9], [18, 9])}</g>`;
}
