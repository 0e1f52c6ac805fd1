/** What customers say. Each product shows its own words first, then some that fit every kite. */
import type { Product } from "./catalog.ts";

export interface Review {
  name: string;
  place: string;
  stars: number;
  text: string;
}

const OWN: Readonly<Record<string, readonly Review[]>> = {
  kestrel: [
    {
      name: "Ines",
      place: "Porto",
      stars: 5,
      text: "My daughter flew it before I had finished reading the leaflet.",
    },
    {
      name: "Walter",
      place: "Sylt",
      stars: 4,
      text: "The bows come off if you are rough with them. Sewn back on in a minute.",
    },
  ],
  swift: [
    {
      name: "Aoife",
      place: "Galway",
      stars: 5,
      text: "Flew for three hours off the pier rail while we ate chips.",
    },
    {
      name: "Jonas",
      place: "Århus",
      stars: 5,
      text: "Goes up in wind that does not move the flag.",
    },
  ],
  "six-winds": [
    {
      name: "Haruto",
      place: "Lyon",
      stars: 5,
      text: "Properly made bridle, proper tension line. My grandfather approved.",
    },
  ],
  otto: [
    {
      name: "Mette",
      place: "Rømø",
      stars: 5,
      text: "We have stopped being a family and started being the people with the octopus.",
    },
    {
      name: "Dario",
      place: "Rimini",
      stars: 5,
      text: "Needs room. Needs a heavy bag. Needs nothing else.",
    },
  ],
  honeycomb: [
    { name: "Petra", place: "Graz", stars: 4, text: "Sixty rods, one left over. It flies anyway." },
  ],
  koinobori: [
    {
      name: "Yuki",
      place: "Düsseldorf",
      stars: 5,
      text: "The small one is always a little behind the big one, as it should be.",
    },
  ],
};

const SHARED: readonly Review[] = [
  {
    name: "Colm",
    place: "Lahinch",
    stars: 5,
    text: "Arrived in two days, in a tube that is now a telescope.",
  },
  {
    name: "Marie",
    place: "Brest",
    stars: 4,
    text: "Colours are stronger than in the picture. That is not a complaint.",
  },
  {
    name: "Sven",
    place: "Malmö",
    stars: 5,
    text: "Wrote to ask about line weight and somebody wrote back who flies.",
  },
  {
    name: "Lucía",
    place: "Tarifa",
    stars: 5,
    text: "It has survived our wind for a season, which few things do.",
  },
  {
    name: "Hugh",
    place: "Whitby",
    stars: 4,
    text: "Stitching is very good. The bag could be a centimetre wider.",
  },
  {
    name: "Ania",
    place: "Gdynia",
    stars: 5,
    text: "Bought a second one, because the first one is always in use.",
  },
  { name: "Bram", place: "Texel", stars: 3, text: "Good kite. I am the one who is not good yet." },
  {
    name: "Noor",
    place: "Den Haag",
    stars: 5,
    text: "Repaired for free after the dog. Thank you.",
  },
];

/** Eight reviews of a product, always the same ones. */
export function reviewsOf(product: Product): readonly Review[] {
  const own = OWN[product.slug] ?? [];
  const turn = product.slug.length % SHARED.length;
  return [...own, ...SHARED.slice(turn), ...SHARED.slice(0, turn)].slice(0, 8);
}
