/** The shop's side of UserView: who the visitor is, what they are doing, and the number to tell on the telephone. */
import { pieces, totals } from "../money.ts";
import { cart, customer, watch } from "./store.ts";

type UserViewFunction = (name: string, ...args: unknown[]) => unknown;

declare global {
  interface Window {
    UserView?: UserViewFunction;
  }
}

/** Call UserView; without its script (the server is down) the shop works on by itself. */
function tell(name: string, ...args: unknown[]): void {
  window.UserView?.(name, ...args);
}

/** Tell who is here and how full the cart is. */
function identify(): void {
  const known = customer();
  const lines = cart();
  const tags = [
    known !== null && "#customer",
    lines.length > 0 && "#cart",
    document.body.dataset["page"] === "checkout" && "#checkout",
  ];
  tell("updateConnection", {
    identities: known === null ? null : [known.name, known.email],
    uniqueId: known?.number ?? null,
    tags: tags.filter((tag) => tag !== false),
    metadata: { cart_pieces: pieces(lines), cart_value: totals(lines, "").goods / 100 },
  });
}

/** Say now, and at each change of customer or cart. */
export function keepIdentified(): void {
  identify();
  watch("customer", identify);
  watch("cart", identify);
}

/** Hear this visitor's short id as soon as the server has given it; never called when UserView is not there. */
export function whenKnown(hear: (shortId: string) => void): void {
  tell("getShortId", (shortId: unknown) => {
    if (typeof shortId === "string") hear(shortId);
  });
}

/** Whether UserView's script was there to be loaded. */
export function isInstalled(): boolean {
  return typeof window.UserView === "function";
}

/** Origin of the UserView server, read from the script that came from it; null when that is not there. */
export function serverOrigin(): string | null {
  const script = document.querySelector("head script[src]:not([type])");
  return script instanceof HTMLScriptElement && isInstalled() ? new URL(script.src).origin : null;
}
