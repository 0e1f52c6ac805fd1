/** The shop's memory: cart, customer and orders in localStorage. Other tabs of the shop hear of changes. */
import { colourOf, productOf } from "../catalog.ts";
import { type CartLine, MOST_OF_ONE } from "../money.ts";

export interface Customer {
  name: string;
  email: string;
  number: string;
  avatar: string;
  phone: string;
  beach: string;
  news: boolean;
}

export interface Order {
  number: string;
  /** ISO date and time. */
  placed: string;
  /** ISO date, "" when it was delivered long ago. */
  delivery: string;
  lines: CartLine[];
  cents: number;
  email: string;
}

type Key = "cart" | "customer" | "orders";

const listeners = new Map<Key, Set<() => void>>();

function read(key: Key): unknown {
  try {
    return JSON.parse(localStorage.getItem(`updraft:${key}`) ?? "null");
  } catch {
    return null;
  }
}

function write(key: Key, value: unknown): void {
  try {
    localStorage.setItem(`updraft:${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the shop goes on with what is on the screen.
  }
  tell(key);
}

function tell(key: Key): void {
  for (const listener of listeners.get(key) ?? []) listener();
}

addEventListener("storage", (event) => {
  for (const key of ["cart", "customer", "orders"] as const) {
    if (event.key === null || event.key === `updraft:${key}`) tell(key);
  }
});

/** Hear of changes, also of those made in other tabs. */
export function watch(key: Key, listener: () => void): void {
  const known = listeners.get(key) ?? new Set();
  listeners.set(key, known.add(listener));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readLine(value: unknown): CartLine[] {
  if (!isRecord(value)) return [];
  const product = productOf(text(value["slug"]));
  const quantity = Number(value["quantity"]);
  if (product === undefined || !Number.isInteger(quantity) || quantity < 1) return [];
  const colour = colourOf(text(value["colour"])).id;
  return [{ slug: product.slug, colour, quantity: Math.min(quantity, MOST_OF_ONE) }];
}

/** The cart's lines; what cannot be read is left out. */
export function cart(): CartLine[] {
  const value = read("cart");
  return Array.isArray(value) ? value.flatMap(readLine) : [];
}

export function setCart(lines: readonly CartLine[]): void {
  write("cart", lines);
}

/** Put pieces into the cart; the same kite in the same cloth shares a line. */
export function addToCart(added: CartLine): void {
  const lines = cart();
  const same = lines.find((line) => line.slug === added.slug && line.colour === added.colour);
  if (same === undefined) lines.push({ ...added });
  else same.quantity = Math.min(MOST_OF_ONE, same.quantity + added.quantity);
  setCart(lines);
}

/** Who is signed in, or null. */
export function customer(): Customer | null {
  const value = read("customer");
  if (!isRecord(value) || text(value["email"]) === "") return null;
  return {
    name: text(value["name"]),
    email: text(value["email"]),
    number: text(value["number"]),
    avatar: text(value["avatar"]) || "octopus",
    phone: text(value["phone"]),
    beach: text(value["beach"]),
    news: value["news"] === true,
  };
}

export function setCustomer(value: Customer | null): void {
  write("customer", value);
}

/** Orders placed in this browser, newest first. */
export function orders(): Order[] {
  const value = read("orders");
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry) || !Array.isArray(entry["lines"])) return [];
    return [
      {
        number: text(entry["number"]),
        placed: text(entry["placed"]),
        delivery: text(entry["delivery"]),
        lines: entry["lines"].flatMap(readLine),
        cents: Number(entry["cents"]) || 0,
        email: text(entry["email"]),
      },
    ];
  });
}

export function addOrder(order: Order): void {
  write("orders", [order, ...orders()].slice(0, 50));
}
