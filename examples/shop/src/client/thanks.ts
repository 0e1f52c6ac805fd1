/** The confirmation of the newest order. */
import { colourOf, productOf } from "../catalog.ts";
import { html } from "../html.ts";
import { euro } from "../money.ts";
import { must } from "./dom.ts";
import { orders } from "./store.ts";

const DAY = new Intl.DateTimeFormat("en-IE", { dateStyle: "full" });

export function startThanks(): void {
  const [order] = orders();
  const place = must("#order", HTMLElement);
  if (order === undefined) {
    place.innerHTML = html`<p class="lead">There is no order yet.</p>`.markup;
    return;
  }
  const day =
    order.delivery === "" ? "soon" : `on ${DAY.format(new Date(`${order.delivery}T12:00`))}`;
  place.innerHTML =
    html`<p class="lead">Order <strong>${order.number}</strong>, ${euro(order.cents)}. We would bring it ${day} and write to ${order.email}, if we were a shop.</p>
<ul class="brief">${order.lines.map((line) => html`<li><span>${line.quantity} × ${productOf(line.slug)?.name}, ${colourOf(line.colour).name}</span></li>`)}</ul>`.markup;
}
