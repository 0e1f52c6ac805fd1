/** Prices: sums in euro cents, delivery and coupons. */
import { productOf } from "./catalog.ts";

/** One line of a cart; `quantity` is 1 to `MOST_OF_ONE`. */
export interface CartLine {
  slug: string;
  colour: string;
  quantity: number;
}

export interface Coupon {
  code: string;
  label: string;
}

export interface Totals {
  goods: number;
  discount: number;
  delivery: number;
  total: number;
}

/** More kites than this of one kind are a case for the telephone. */
export const MOST_OF_ONE = 20;

const DELIVERY_CENTS = 490;
const FREE_DELIVERY_FROM_CENTS = 6000;

export const COUPONS: readonly Coupon[] = [
  { code: "WIND10", label: "WIND10: 10 % off everything" },
  { code: "FIRSTKITE", label: "FIRSTKITE: €5 off" },
  { code: "FREEPOST", label: "FREEPOST: free delivery" },
];

const EURO = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });

/** "€24.00". */
export function euro(cents: number): string {
  return EURO.format(cents / 100);
}

/** Price of a line in cents; 0 for a product that is no longer sold. */
export function lineCents(line: CartLine): number {
  return (productOf(line.slug)?.cents ?? 0) * line.quantity;
}

/** Number of pieces in a cart. */
export function pieces(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** Add a cart up. An unknown coupon code gives no discount. */
export function totals(lines: readonly CartLine[], coupon: string): Totals {
  const goods = lines.reduce((sum, line) => sum + lineCents(line), 0);
  const discount =
    coupon === "WIND10"
      ? Math.round(goods / 10)
      : coupon === "FIRSTKITE"
        ? Math.min(500, goods)
        : 0;
  const free = goods === 0 || coupon === "FREEPOST" || goods - discount >= FREE_DELIVERY_FROM_CENTS;
  const delivery = free ? 0 : DELIVERY_CENTS;
  return { goods, discount, delivery, total: goods - discount + delivery };
}
