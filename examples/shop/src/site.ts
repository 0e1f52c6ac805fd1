/** Every file of the shop that is written out rather than bundled: pages and pictures. */
import { avatar, favicon, picture } from "./art/draw.ts";
import { PRODUCTS, pageOf, pictureOf } from "./catalog.ts";
import { ABOUT } from "./pages/about.ts";
import { ACCOUNT } from "./pages/account.ts";
import { CART, CHECKOUT, THANKS } from "./pages/buying.ts";
import { HOME } from "./pages/home.ts";
import { layout } from "./pages/layout.ts";
import { MISSING } from "./pages/missing.ts";
import { productPage } from "./pages/product.ts";

/** Path, from the shop's root, to content. */
export function site(): Map<string, string> {
  const files = new Map<string, string>([
    ["/index.html", layout(HOME)],
    ["/cart.html", layout(CART)],
    ["/checkout.html", layout(CHECKOUT)],
    ["/thanks.html", layout(THANKS)],
    ["/account.html", layout(ACCOUNT)],
    ["/about.html", layout(ABOUT)],
    ["/404.html", layout(MISSING)],
    ["/favicon.svg", favicon()],
    ["/pictures/avatar-octopus.svg", avatar("octopus", "plum", "#cfe6f7")],
    ["/pictures/avatar-diamond.svg", avatar("diamond", "poppy", "#dff0df")],
    ["/pictures/avatar-star.svg", avatar("star", "lagoon", "#26375c")],
    ["/pictures/avatar-fish.svg", avatar("koi", "harbour", "#fbe7c8")],
  ]);
  for (const product of PRODUCTS) {
    files.set(pageOf(product), layout(productPage(product)));
    for (const colour of product.colours)
      files.set(pictureOf(product, colour), picture(product, colour));
  }
  return files;
}
