/** The shop window: scene, filters and all products. */
import { scene } from "../art/scene.ts";
import { PRODUCTS } from "../catalog.ts";
import { find, ORDERS, WINDS } from "../find.ts";
import { html } from "../html.ts";
import { icon, type Page } from "./layout.ts";
import { card } from "./parts.ts";

const popular = find(PRODUCTS, { text: "", wind: "any", order: "popular" });

export const HOME: Page = {
  name: "home",
  title: "Updraft: kites for every wind",
  description: "A small shop for kites: deltas, diamonds, boxes, and one octopus.",
  content: html`<section class="hero" aria-labelledby="hero-title">
${scene()}
<div class="wrap hero-text">
<h1 id="hero-title">Good wind<br>is free.</h1>
<p>We make the rest: kites that go up at the first try and stay there.</p>
<p><a class="button" href="#kites">Pick a kite</a></p>
</div>
</section>
<section class="wrap shelf" id="kites" aria-labelledby="kites-title">
<div class="shelf-head">
<h2 id="kites-title">Kites</h2>
<p id="found" class="quiet" role="status">${PRODUCTS.length} kites and things</p>
</div>
<form class="filters" id="filters">
<fieldset class="chips"><legend>${icon("wind")} Wind today</legend>
<label><input type="radio" name="wind" value="any" checked><span>Any</span></label>
${WINDS.map(([id, name, [from, to]]) => html`<label><input type="radio" name="wind" value="${id}"><span>${name} <small>${from}–${to} km/h</small></span></label>`)}
</fieldset>
<label class="order" for="order">Sort by <select id="order" name="order">${ORDERS.map(([id, name]) => html`<option value="${id}">${name}</option>`)}</select></label>
</form>
<ul class="grid" id="grid">${popular.map(card)}</ul>
<div class="empty" id="nothing" hidden>
<p>No kite answers to that. The wind may have taken it.</p>
<button type="button" class="button quiet-button" id="show-all">Show all kites</button>
</div>
</section>`,
};
