/** What the shop sells. Read by the build (pages, pictures) and by the browser (search, cart). */
import type { Cloth } from "./art/brush.ts";

/** A cloth that kites come in. */
export interface Colour {
  id: string;
  name: string;
  cloth: Cloth;
}

export type Shape =
  | "diamond"
  | "delta"
  | "box"
  | "rokkaku"
  | "sled"
  | "parafoil"
  | "stunt"
  | "star"
  | "octopus"
  | "koi"
  | "tetra"
  | "winder";

export type Wind = "light" | "breezy" | "strong";

export interface Product {
  slug: string;
  name: string;
  kind: string;
  shape: Shape;
  /** Price in euro cents. */
  cents: number;
  /** Ids of `COLOURS`; the first is the one in pictures of the whole shop. */
  colours: readonly string[];
  /** Wind it flies in, km/h from and to; null for what does not fly. */
  flies: readonly [from: number, to: number] | null;
  /** Mean of its ratings, 0-5, and how many there are. */
  rating: number;
  ratings: number;
  pitch: string;
  story: string;
  facts: readonly (readonly [name: string, value: string])[];
}

export const COLOURS: readonly Colour[] = [
  { id: "poppy", name: "Poppy", cloth: { a: "#e5472f", b: "#f7b718", c: "#2456d6" } },
  { id: "lagoon", name: "Lagoon", cloth: { a: "#0f8b8d", b: "#f4efe1", c: "#f7b718" } },
  { id: "plum", name: "Plum", cloth: { a: "#7a3b9a", b: "#f28ab2", c: "#f7b718" } },
  { id: "harbour", name: "Harbour", cloth: { a: "#27498f", b: "#f4efe1", c: "#e5472f" } },
  { id: "meadow", name: "Meadow", cloth: { a: "#5f9a32", b: "#f6e27a", c: "#0e6b5e" } },
];

export const PRODUCTS: readonly Product[] = [
  {
    slug: "kestrel",
    name: "Kestrel",
    kind: "Diamond kite",
    shape: "diamond",
    cents: 2400,
    colours: ["poppy", "lagoon", "plum"],
    flies: [8, 28],
    rating: 4.7,
    ratings: 212,
    pitch: "The one everybody draws. Two sticks, four panels, a tail with bows.",
    story:
      "Our first kite and still the one we would hand to a seven-year-old. Let go of it and it is up; tie the line to a bench and it stays there while you have lunch.",
    facts: [
      ["Size", "90 × 78 cm"],
      ["Frame", "Beech, 5 mm"],
      ["Line", "30 m on a spool, included"],
      ["From", "5 years"],
    ],
  },
  {
    slug: "swift",
    name: "Swift",
    kind: "Delta kite",
    shape: "delta",
    cents: 3900,
    colours: ["lagoon", "poppy", "harbour"],
    flies: [6, 32],
    rating: 4.8,
    ratings: 167,
    pitch: "Climbs in a breath of air and hangs there like a gull.",
    story:
      "A wide delta with a soft trailing edge. It forgives gusts, needs no tail (we added two because they look good), and folds down to an umbrella.",
    facts: [
      ["Size", "180 × 90 cm"],
      ["Frame", "Fibreglass, 4 mm"],
      ["Line", "50 m, included"],
      ["From", "7 years"],
    ],
  },
  {
    slug: "letterbox",
    name: "Letterbox",
    kind: "Box kite",
    shape: "box",
    cents: 5600,
    colours: ["harbour", "poppy", "meadow"],
    flies: [14, 45],
    rating: 4.5,
    ratings: 88,
    pitch: "Two cells, four sticks, and a pull that surprises grown-ups.",
    story:
      "Box kites lifted thermometers long before balloons did. This one lifts nothing but spirits, stands rock steady at a steep angle, and hums when the wind is right.",
    facts: [
      ["Size", "62 × 62 × 100 cm"],
      ["Frame", "Spruce, 8 mm"],
      ["Line", "Not included; take 40 kg"],
      ["From", "12 years"],
    ],
  },
  {
    slug: "six-winds",
    name: "Six Winds",
    kind: "Rokkaku",
    shape: "rokkaku",
    cents: 6900,
    colours: ["harbour", "poppy", "plum"],
    flies: [8, 40],
    rating: 4.9,
    ratings: 134,
    pitch: "The Japanese fighter: six corners, one sun, three waves.",
    story:
      "Bow it for a strong day, slacken it for a light one. Flyers who own twenty kites tell us that this is the one in the car.",
    facts: [
      ["Size", "130 × 105 cm"],
      ["Frame", "Carbon, 6 mm"],
      ["Line", "Not included; take 60 kg"],
      ["From", "10 years"],
    ],
  },
  {
    slug: "pocket",
    name: "Pocket",
    kind: "Sled kite",
    shape: "sled",
    cents: 1600,
    colours: ["meadow", "lagoon", "poppy"],
    flies: [10, 30],
    rating: 4.4,
    ratings: 301,
    pitch: "Rolls up to the size of a sock. No sticks to lose.",
    story:
      "Keep it in the glove box. Shake it out, hold it up, walk backwards twice. When somebody small steps on it, nothing breaks.",
    facts: [
      ["Size", "70 × 55 cm"],
      ["Frame", "None that can break"],
      ["Line", "20 m on a winder, included"],
      ["From", "4 years"],
    ],
  },
  {
    slug: "big-pillow",
    name: "Big Pillow",
    kind: "Parafoil",
    shape: "parafoil",
    cents: 8900,
    colours: ["plum", "poppy", "lagoon"],
    flies: [12, 42],
    rating: 4.6,
    ratings: 73,
    pitch: "Eight cells that fill with wind. Carries a camera, or a very long tail.",
    story:
      "All cloth. It packs to a small cushion, and on the beach it lifts a line of lanterns. Please do not tie it to a child.",
    facts: [
      ["Size", "240 × 110 cm"],
      ["Frame", "None"],
      ["Line", "Not included; take 120 kg"],
      ["From", "16 years"],
    ],
  },
  {
    slug: "swallow",
    name: "Swallow",
    kind: "Stunt kite",
    shape: "stunt",
    cents: 7400,
    colours: ["poppy", "harbour", "lagoon"],
    flies: [10, 38],
    rating: 4.7,
    ratings: 145,
    pitch: "Two lines, sharp corners, and a laugh when it first loops.",
    story:
      "Forgiving enough for a first afternoon, precise enough that you will still learn from it in the third summer. Landing on its belly is allowed.",
    facts: [
      ["Size", "190 × 85 cm"],
      ["Frame", "Carbon, 5 mm"],
      ["Lines", "2 × 25 m with straps, included"],
      ["From", "10 years"],
    ],
  },
  {
    slug: "polaris",
    name: "Polaris",
    kind: "Facet kite",
    shape: "star",
    cents: 5200,
    colours: ["lagoon", "plum", "poppy"],
    flies: [9, 30],
    rating: 4.3,
    ratings: 41,
    pitch: "An eight-pointed star. At dusk people stop and point.",
    story:
      "Sixteen panels sewn around one hub. It takes four minutes to put together, and half the field will come over to ask.",
    facts: [
      ["Size", "120 cm across"],
      ["Frame", "Fibreglass, 5 mm"],
      ["Line", "50 m, included"],
      ["From", "10 years"],
    ],
  },
  {
    slug: "otto",
    name: "Otto",
    kind: "Octopus kite",
    shape: "octopus",
    cents: 9800,
    colours: ["plum", "poppy", "lagoon"],
    flies: [12, 35],
    rating: 5,
    ratings: 58,
    pitch: "Seven arms, because the eighth is holding the line.",
    story:
      "Five metres from head to the last sucker. He has no sticks at all, swims rather than flies, and has been in more family pictures than most uncles.",
    facts: [
      ["Size", "100 × 500 cm"],
      ["Frame", "None"],
      ["Line", "Not included; take 90 kg"],
      ["From", "12 years"],
    ],
  },
  {
    slug: "koinobori",
    name: "Koinobori",
    kind: "Windsocks, pair",
    shape: "koi",
    cents: 2900,
    colours: ["poppy", "harbour", "meadow"],
    flies: [4, 50],
    rating: 4.6,
    ratings: 96,
    pitch: "A big carp and a small one, for a pole or a balcony.",
    story:
      "Printed on both sides, with a swivel so that they never wrap around the pole. They come in from the rain, like everybody else.",
    facts: [
      ["Size", "100 cm and 70 cm"],
      ["Mount", "Rings and swivel, included"],
      ["Pole", "Not included"],
      ["From", "any age"],
    ],
  },
  {
    slug: "honeycomb",
    name: "Honeycomb",
    kind: "Tetrahedral kite",
    shape: "tetra",
    cents: 11800,
    colours: ["meadow", "harbour", "poppy"],
    flies: [16, 48],
    rating: 4.2,
    ratings: 27,
    pitch: "Ten cells after Bell. A kite for people who like instructions.",
    story:
      "Mr Bell thought that these would carry people. Ours carries itself, beautifully, once you have spent an evening on the joints. That evening is the point.",
    facts: [
      ["Size", "140 × 120 cm"],
      ["Frame", "Carbon, 4 mm, 60 rods"],
      ["Line", "Not included; take 60 kg"],
      ["From", "14 years"],
    ],
  },
  {
    slug: "hoop",
    name: "Hoop",
    kind: "Line and winder",
    shape: "winder",
    cents: 1900,
    colours: ["poppy", "meadow", "harbour"],
    flies: null,
    rating: 4.8,
    ratings: 189,
    pitch: "A beech hoop with 80 m of braided line, 60 kg.",
    story:
      "Wide enough that winding in is quick, thick enough that it does not cut. The line changes colour every 25 m, so that you know how high you are.",
    facts: [
      ["Length", "80 m"],
      ["Strength", "60 kg"],
      ["Hoop", "Beech, 21 cm, oiled"],
      ["Made in", "our own shed"],
    ],
  },
];

/** The product of a slug, or undefined when there is none (an old cart, a mistyped address). */
export function productOf(slug: string): Product | undefined {
  return PRODUCTS.find((product) => product.slug === slug);
}

/** The colour of an id; the shop's first when there is none. */
export function colourOf(id: string | undefined): Colour {
  const [first] = COLOURS;
  const found = COLOURS.find((colour) => colour.id === id) ?? first;
  if (found === undefined) throw new Error("the catalog has no colours");
  return found;
}

/** Address of a product's picture in one colour. */
export function pictureOf(product: Product, colour?: string): string {
  return `/pictures/${product.slug}-${colour ?? product.colours[0] ?? "poppy"}.svg`;
}

/** Address of a product's page. */
export function pageOf(product: Product): string {
  return `/kites/${product.slug}.html`;
}
