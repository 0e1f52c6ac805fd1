/** A product's own page. */
import { colourOf, PRODUCTS, type Product, pictureOf } from "../catalog.ts";
import { type Html, html, raw } from "../html.ts";
import { euro } from "../money.ts";
import { reviewsOf } from "../reviews.ts";
import type { Page } from "./layout.ts";
import { card, stepper } from "./parts.ts";

function swatches(product: Product): Html {
  return html`<fieldset class="swatches"><legend>Cloth</legend>
${product.colours.map((id, index) => {
  const colour = colourOf(id);
  return html`<label><input type="radio" name="colour" value="${id}"${index === 0 ? raw(" checked") : ""} data-picture="${pictureOf(product, id)}"><span class="swatch" style="--a:${colour.cloth.a};--b:${colour.cloth.b};--c:${colour.cloth.c}"></span><span>${colour.name}</span></label>`;
})}
</fieldset>`;
}

function windPart(flies: readonly [number, number]): Html {
  return html`<section class="panel" aria-labelledby="wind-title">
<h2 id="wind-title">Is it windy enough?</h2>
<canvas id="wind-chart" role="img" aria-label="Flies from ${flies[0]} to ${flies[1]} kilometres an hour" data-from="${flies[0]}" data-to="${flies[1]}"></canvas>
<label for="wind">Wind at your place</label>
<input id="wind" type="range" min="0" max="60" step="1" value="18">
<p id="wind-says" class="says" role="status">18 km/h</p>
</section>`;
}

function reviewPart(product: Product): Html {
  return html`<section class="panel" aria-labelledby="reviews-title">
<h2 id="reviews-title">What flyers say</h2>
<ol class="reviews" tabindex="0" aria-labelledby="reviews-title">
${reviewsOf(product).map((review) => html`<li><kite-stars value="${review.stars}"></kite-stars><p>${review.text}</p><p class="quiet">${review.name}, ${review.place}</p></li>`)}
</ol>
<div class="own-rating"><span id="own-rating-label">Have you flown it?</span> <kite-stars editable label="Your rating of ${product.name}"></kite-stars></div>
</section>`;
}

function added(product: Product): Html {
  return html`<dialog class="dialog" id="added" aria-labelledby="added-title">
<div class="dialog-row"><span class="sky"><img id="added-picture" src="${pictureOf(product)}" alt="" width="96" height="96"></span>
<div><h2 id="added-title">In your cart</h2><p id="added-what">${product.name}</p></div></div>
<form method="dialog" class="dialog-buttons"><button class="button quiet-button" value="stay">Keep looking</button><a class="button" href="/cart.html">Go to the cart</a></form>
</dialog>`;
}

/** Make the page of one product. */
export function productPage(product: Product): Page {
  const at = PRODUCTS.indexOf(product);
  const others = [1, 4, 7, 9]
    .map((step) => PRODUCTS[(at + step) % PRODUCTS.length])
    .filter((other) => other !== undefined);
  return {
    name: "product",
    title: `${product.name}, ${product.kind.toLowerCase()} | Updraft`,
    description: product.pitch,
    data: { slug: product.slug },
    content: html`<div class="wrap product">
<nav class="crumbs" aria-label="Where you are"><a href="/">Kites</a> <span aria-hidden="true">/</span> <span aria-current="page">${product.name}</span></nav>
<div class="product-main">
<div class="sky product-picture"><img id="picture" src="${pictureOf(product)}" alt="${product.name}, a ${product.kind.toLowerCase()}" width="400" height="400"></div>
<div class="product-text">
<p class="card-kind">${product.kind}</p>
<h1>${product.name}</h1>
<p class="product-rating"><kite-stars value="${product.rating}" count="${product.ratings}"></kite-stars></p>
<p class="lead">${product.pitch}</p>
<p>${product.story}</p>
<form id="buy" class="buy">
${swatches(product)}
<div class="buy-row"><span class="price big">${euro(product.cents)}</span>${stepper("quantity", 1, product.name)}<button class="button" type="submit">Add to cart</button></div>
</form>
<dl class="facts">${product.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</div>
</div>
<div class="product-more${product.flies === null ? " single" : ""}">${product.flies !== null && windPart(product.flies)}${reviewPart(product)}</div>
<section aria-labelledby="more-title"><h2 id="more-title">Also in the shed</h2><ul class="grid four">${others.map(card)}</ul></section>
${added(product)}
</div>`,
  };
}
