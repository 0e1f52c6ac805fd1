/** Pictures of products: one SVG file for each product and colour. */
import { colourOf, type Product, type Shape } from "../catalog.ts";
import type { Cloth } from "./brush.ts";
import { box, parafoil, star, tetra } from "./cellular.ts";
import { delta, diamond, rokkaku, sled, stunt } from "./classic.ts";
import { koi, octopus, winder } from "./odd.ts";

const DRAWINGS: Readonly<Record<Shape, (cloth: Cloth) => string>> = {
  diamond,
  delta,
  box,
  rokkaku,
  sled,
  parafoil,
  stunt,
  star,
  octopus,
  koi,
  tetra,
  winder,
};

/** Draw a product in one colour; 400 units square, the sky behind it is the page's. */
export function picture(product: Product, colour: string): string {
  const drawing = DRAWINGS[product.shape](colourOf(colour).cloth);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">${drawing}</svg>\n`;
}

/** The shop's mark, for the tab. */
export function favicon(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" rx="88" fill="#cfe6f7"/>${diamond(colourOf("poppy").cloth)}</svg>\n`;
}

/** Pictures that a customer may choose to be seen with. */
export function avatar(shape: Shape, colour: string, sky: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="96" height="96"><rect width="400" height="400" fill="${sky}"/><g transform="translate(40 34) scale(.8)">${DRAWINGS[shape](colourOf(colour).cloth)}</g></svg>\n`;
}
