/** The shop's script: what all pages need, then what this one needs. */
import { pieces } from "../money.ts";
import { startAccount } from "./account.ts";
import { startCart } from "./cart.ts";
import { startCheckout } from "./checkout.ts";
import { must, show } from "./dom.ts";
import { startAbout, startHelp } from "./help.ts";
import { startHome } from "./home.ts";
import { startProduct } from "./product.ts";
import "./stars.ts";
import { cart, customer, watch } from "./store.ts";
import { startThanks } from "./thanks.ts";
import { keepIdentified } from "./userview.ts";

const PAGES: Readonly<Record<string, () => void>> = {
  home: startHome,
  product: startProduct,
  cart: startCart,
  checkout: startCheckout,
  thanks: startThanks,
  account: startAccount,
  about: startAbout,
};

function drawHeader(): void {
  const count = pieces(cart());
  const badge = must("#cart-count", HTMLElement);
  badge.textContent = String(count);
  show(badge, count > 0);
  must("#account-name", HTMLElement).textContent = customer()?.name.split(" ")[0] ?? "Account";
}

drawHeader();
watch("cart", drawHeader);
watch("customer", drawHeader);
PAGES[document.body.dataset["page"] ?? ""]?.();
keepIdentified();
startHelp();
