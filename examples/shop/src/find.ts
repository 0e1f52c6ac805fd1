/** Searching and filtering the catalog, and the address that says what is looked for. */
import type { Product, Wind } from "./catalog.ts";

export type Order = "popular" | "cheap" | "dear" | "name";

export interface Wish {
  text: string;
  wind: Wind | "any";
  order: Order;
}

export const WINDS: readonly (readonly [id: Wind, name: string, kmh: readonly [number, number]])[] =
  [
    ["light", "Light", [4, 11]],
    ["breezy", "Breezy", [12, 28]],
    ["strong", "Strong", [29, 50]],
  ];

export const ORDERS: readonly (readonly [id: Order, name: string])[] = [
  ["popular", "Best loved"],
  ["cheap", "Lowest price"],
  ["dear", "Highest price"],
  ["name", "Name"],
];

/** Text without marks and case, so that "koi" finds "Kói". */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function matchesText(product: Product, text: string): boolean {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const told = fold(
    [
      product.name,
      product.kind,
      product.shape,
      product.pitch,
      product.story,
      ...product.colours,
    ].join(" "),
  );
  return words.every((word) => told.includes(word));
}

function matchesWind(product: Product, wind: Wish["wind"]): boolean {
  if (wind === "any") return true;
  const range = WINDS.find(([id]) => id === wind)?.[2];
  if (range === undefined || product.flies === null) return false;
  const [from, to] = product.flies;
  return from <= (range[0] + range[1]) / 2 && to >= (range[0] + range[1]) / 2;
}

const COMPARE: Readonly<Record<Order, (left: Product, right: Product) => number>> = {
  popular: (left, right) => right.rating * right.ratings - left.rating * left.ratings,
  cheap: (left, right) => left.cents - right.cents,
  dear: (left, right) => right.cents - left.cents,
  name: (left, right) => left.name.localeCompare(right.name),
};

/** Products that fit a wish, in its order. */
export function find(products: readonly Product[], wish: Wish): Product[] {
  return products
    .filter((product) => matchesText(product, wish.text) && matchesWind(product, wish.wind))
    .sort(COMPARE[wish.order]);
}

/** Read a wish from an address's query; what is not understood counts as not given. */
export function readWish(query: string): Wish {
  const given = new URLSearchParams(query);
  const wind = WINDS.find(([id]) => id === given.get("wind"))?.[0] ?? "any";
  const order = ORDERS.find(([id]) => id === given.get("order"))?.[0] ?? "popular";
  return { text: given.get("q") ?? "", wind, order };
}

/** The query of a wish, "" when nothing special is wished. */
export function writeWish(wish: Wish): string {
  const query = new URLSearchParams();
  if (wish.text.trim() !== "") query.set("q", wish.text.trim());
  if (wish.wind !== "any") query.set("wind", wish.wind);
  if (wish.order !== "popular") query.set("order", wish.order);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
