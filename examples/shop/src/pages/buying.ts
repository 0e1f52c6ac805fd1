/** Cart, checkout and thanks. */
import { html } from "../html.ts";
import { COUPONS } from "../money.ts";
import { icon, type Page } from "./layout.ts";
import { field } from "./parts.ts";

export const CART: Page = {
  name: "cart",
  title: "Your cart | Updraft",
  description: "What you are about to fly.",
  content: html`<div class="wrap narrow-head"><h1>Your cart</h1></div>
<div class="wrap two">
<section aria-label="Kites in your cart"><ul class="cart" id="cart"></ul>
<div class="empty" id="empty" hidden><p>Nothing in it yet. Every wind finds its kite.</p><a class="button" href="/">Look at the kites</a></div></section>
<aside class="panel summary" aria-label="Sum" id="summary" hidden><h2>Sum</h2><div id="sums"></div>
<a class="button block" href="/checkout.html">Check out</a><p class="quiet center">Free delivery from €60</p></aside>
</div>`,
};

const TERMS = html`<dialog class="dialog wide-dialog" id="terms-text" aria-labelledby="terms-title">
<h2 id="terms-title">Terms, the short version</h2>
<div class="scroll-text" tabindex="0">
<p>This is a demo, so nothing is sold and nothing is charged. If it were a shop, we would promise the following.</p>
<p><strong>Wind.</strong> We cannot deliver it. If there is none for a month, send the kite back.</p>
<p><strong>Repairs.</strong> Free for as long as we both fly. Dogs, trees and roofs are no reason to be shy.</p>
<p><strong>Returns.</strong> Sixty days, grass stains included.</p>
<p><strong>Your data.</strong> We would keep your address until the parcel has arrived, and your card number not at all.</p>
<p><strong>Airports.</strong> Five kilometres, please. Below the clouds, please. Not in a thunderstorm, at all.</p>
</div>
<form method="dialog" class="dialog-buttons"><button class="button">Close</button></form>
</dialog>`;

export const CHECKOUT: Page = {
  name: "checkout",
  title: "Check out | Updraft",
  description: "Where should it go?",
  content: html`<div class="wrap narrow-head"><h1>Check out</h1></div>
<form class="wrap two" id="checkout" novalidate>
<div class="stack">
<div class="panel alert" id="problems" role="alert" tabindex="-1" hidden></div>
<section class="panel" aria-labelledby="who-title"><h2 id="who-title">You</h2><div class="fields">
${field({ id: "name", label: "Full name", autocomplete: "name", wide: true })}
${field({ id: "email", label: "E-mail", type: "email", autocomplete: "email", inputmode: "email" })}
${field({ id: "phone", label: "Phone", type: "tel", autocomplete: "tel", optional: true })}
</div></section>
<section class="panel" aria-labelledby="where-title"><h2 id="where-title">Delivery</h2><div class="fields">
${field({ id: "street", label: "Street and number", autocomplete: "street-address", wide: true })}
${field({ id: "postcode", label: "Postcode", autocomplete: "postal-code" })}
${field({ id: "city", label: "Town", autocomplete: "address-level2" })}
<div class="field"><label for="country">Country</label><select id="country" name="country" autocomplete="country-name">
${["Denmark", "France", "Germany", "Ireland", "Italy", "Netherlands", "Poland", "Portugal", "Spain", "Sweden"].map((name) => html`<option>${name}</option>`)}</select></div>
<div class="field"><label for="date">Delivery date</label><input id="date" name="date" type="date" required aria-describedby="date-error"><p class="error" id="date-error" hidden></p></div>
<div class="field wide"><label for="note">Note for the parcel <span class="quiet">(optional)</span></label><textarea id="note" name="note" rows="2" placeholder="Behind the blue door"></textarea></div>
</div></section>
<section class="panel" aria-labelledby="pay-title"><h2 id="pay-title">${icon("lock")} Payment</h2>
<p class="quiet">Nothing is charged. Try 4242 4242 4242 4242, any date to come, any three digits. An agent who watches sees none of it.</p><div class="fields">
${field({ id: "card-name", label: "Name on card", autocomplete: "cc-name", wide: true })}
${field({ id: "card-number", label: "Card number", autocomplete: "cc-number", inputmode: "numeric", placeholder: "0000 0000 0000 0000", wide: true })}
${field({ id: "card-expiry", label: "Expires", autocomplete: "cc-exp", inputmode: "numeric", placeholder: "MM / YY" })}
${field({ id: "card-cvc", label: "CVC", autocomplete: "cc-csc", inputmode: "numeric", placeholder: "000" })}
</div></section>
</div>
<aside class="panel summary" aria-label="Your order"><h2>Your order</h2>
<ul class="brief" id="brief"></ul>
<div class="field"><label for="coupon">Coupon</label><select id="coupon" name="coupon"><option value="">None</option>${COUPONS.map(({ code, label }) => html`<option value="${code}">${label}</option>`)}</select></div>
<div id="sums"></div>
<div class="field"><label class="check"><input id="terms" name="terms" type="checkbox" required aria-describedby="terms-error"><span>I accept the terms</span></label>
<button type="button" class="link" id="read-terms">Read the terms</button><p class="error" id="terms-error" hidden></p></div>
<button class="button block" type="submit">Place the order</button>
</aside>
</form>
${TERMS}`,
};

export const THANKS: Page = {
  name: "thanks",
  title: "Thank you | Updraft",
  description: "Your order is on its way, in a manner of speaking.",
  content: html`<div class="wrap thanks">
<div class="thanks-sky sky"><img src="/pictures/kestrel-poppy.svg" alt="" width="400" height="400" class="lift"></div>
<h1>Thank you. It is as good as airborne.</h1>
<div id="order"></div>
<p><a class="button" href="/">Back to the kites</a> <a class="button quiet-button" href="/account.html">Your orders</a></p>
</div>`,
};
