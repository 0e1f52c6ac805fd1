/** Pieces of markup that several pages, or a page and its script, build alike. */
import { colourOf, type Product, pageOf, pictureOf, productOf } from "../catalog.ts";
import { type Html, html, raw } from "../html.ts";
import { type CartLine, euro, lineCents, MOST_OF_ONE, type Totals } from "../money.ts";

/** A product in the list. */
export function card(product: Product): Html {
  return html`<li class="card" data-slug="${product.slug}">
<a href="${pageOf(product)}">
<span class="sky"><img src="${pictureOf(product)}" alt="" width="400" height="400"></span>
<span class="card-text"><span class="card-name">${product.name}</span> <span class="card-kind">${product.kind}</span>
<span class="card-foot"><span class="price">${euro(product.cents)}</span> <kite-stars value="${product.rating}" count="${product.ratings}"></kite-stars></span></span>
</a></li>`;
}

/** Choose how many: two buttons and a field. */
export function stepper(id: string, quantity: number, what: string): Html {
  return html`<span class="stepper" data-stepper>
<button type="button" data-step="-1" aria-label="One ${what} less">−</button>
<label class="away" for="${id}">How many: ${what}</label>
<input id="${id}" type="number" inputmode="numeric" min="1" max="${MOST_OF_ONE}" value="${quantity}">
<button type="button" data-step="1" aria-label="One ${what} more">+</button>
</span>`;
}

/** One line of the cart, or nothing when the product is no longer sold. */
export function cartRow(line: CartLine, index: number): Html {
  const product = productOf(line.slug);
  if (product === undefined) return html``;
  const colour = colourOf(line.colour);
  return html`<li class="cart-line" data-index="${index}">
<a class="sky" href="${pageOf(product)}" tabindex="-1" aria-hidden="true"><img src="${pictureOf(product, colour.id)}" alt="" width="96" height="96"></a>
<div class="cart-what"><a href="${pageOf(product)}"><strong>${product.name}</strong></a><span>${product.kind}, ${colour.name}</span>
<button type="button" class="link" data-remove>Remove<span class="away"> ${product.name}, ${colour.name}</span></button></div>
${stepper(`quantity-${index}`, line.quantity, `${product.name}, ${colour.name}`)}
<span class="price">${euro(lineCents(line))}</span>
</li>`;
}

/** Goods, discount, delivery and the sum. */
export function sums(totals: Totals): Html {
  return html`<dl class="sums">
<div><dt>Goods</dt><dd>${euro(totals.goods)}</dd></div>
${totals.discount > 0 && html`<div><dt>Coupon</dt><dd>−${euro(totals.discount)}</dd></div>`}
<div><dt>Delivery</dt><dd>${totals.delivery === 0 ? "free" : euro(totals.delivery)}</dd></div>
<div class="sum"><dt>Total</dt><dd>${euro(totals.total)}</dd></div>
</dl>`;
}

export interface Field {
  id: string;
  label: string;
  autocomplete: string;
  type?: string;
  hint?: string;
  wide?: boolean;
  optional?: boolean;
  inputmode?: string;
  value?: string;
  placeholder?: string;
}

/** A labelled text field with room for its hint and its error. */
export function field(given: Field): Html {
  const described = `${given.hint === undefined ? "" : `${given.id}-hint `}${given.id}-error`;
  return html`<div class="field${given.wide === true ? " wide" : ""}">
<label for="${given.id}">${given.label}${given.optional === true && html` <span class="quiet">(optional)</span>`}</label>
<input id="${given.id}" name="${given.id}" type="${given.type ?? "text"}" autocomplete="${given.autocomplete}"${given.inputmode !== undefined && html` inputmode="${given.inputmode}"`}${given.placeholder !== undefined && html` placeholder="${given.placeholder}"`}${given.value !== undefined && html` value="${given.value}"`} aria-describedby="${described}"${given.optional === true ? "" : raw(" required")}>
${given.hint !== undefined && html`<p class="hint" id="${given.id}-hint">${given.hint}</p>`}
<p class="error" id="${given.id}-error" hidden></p>
</div>`;
}
