/** The checkout: sums, checks and the order. */
import { colourOf, productOf } from "../catalog.ts";
import { html } from "../html.ts";
import { euro, lineCents, totals } from "../money.ts";
import { sums } from "../pages/parts.ts";
import { must, show } from "./dom.ts";
import { type Check, cardNumber, checkAll, cvc, email, expiry, filled, grouped } from "./forms.ts";
import { addOrder, cart, customer, setCart } from "./store.ts";

const DAY_MS = 86_400_000;

/** "2026-12-24" of a moment, in the visitor's own time zone. */
function dayOf(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 10);
}

function fromDay(first: string): Check {
  return (value) => (value >= first ? null : "Choose a day from tomorrow on.");
}

function drawOrder(coupon: string): void {
  const lines = cart();
  must("#brief", HTMLUListElement).innerHTML = lines
    .map(
      (line) =>
        html`<li><span>${line.quantity} × ${productOf(line.slug)?.name}, ${colourOf(line.colour).name}</span><span>${euro(lineCents(line))}</span></li>`
          .markup,
    )
    .join("");
  must("#sums", HTMLElement).innerHTML = sums(totals(lines, coupon)).markup;
}

function saveOrder(form: HTMLFormElement): void {
  const given = new FormData(form);
  const lines = cart();
  addOrder({
    number: `K-${String(Date.now()).slice(-6)}`,
    placed: new Date().toISOString(),
    delivery: String(given.get("date")),
    lines,
    cents: totals(lines, String(given.get("coupon"))).total,
    email: String(given.get("email")),
  });
  setCart([]);
}

function showProblems(faulty: readonly string[]): void {
  const problems = must("#problems", HTMLElement);
  show(problems, faulty.length > 0);
  if (faulty.length === 0) return;
  const links = faulty.map(
    (id) => html`<li><a href="#${id}">${must(`#${id}-error`, HTMLElement).textContent}</a></li>`,
  );
  problems.innerHTML =
    html`<h2>${faulty.length === 1 ? "One thing is missing" : `${faulty.length} things are missing`}</h2><ul>${links}</ul>`.markup;
  problems.focus();
}

export function startCheckout(): void {
  if (cart().length === 0) {
    location.replace("/cart.html");
    return;
  }
  const form = must("#checkout", HTMLFormElement);
  const coupon = must("#coupon", HTMLSelectElement);
  const date = must("#date", HTMLInputElement);
  const tomorrow = dayOf(new Date(Date.now() + DAY_MS));
  date.min = tomorrow;
  if (date.value === "") date.value = dayOf(new Date(Date.now() + 3 * DAY_MS));

  const known = customer();
  if (known !== null) {
    must("#name", HTMLInputElement).value ||= known.name;
    must("#email", HTMLInputElement).value ||= known.email;
    must("#phone", HTMLInputElement).value ||= known.phone;
  }
  grouped(must("#card-number", HTMLInputElement), [4, 4, 4, 4, 3], " ");
  grouped(must("#card-expiry", HTMLInputElement), [2, 2], " / ");

  const terms = must("#terms-text", HTMLDialogElement);
  must("#read-terms", HTMLButtonElement).addEventListener("click", () => terms.showModal());

  coupon.addEventListener("change", () => drawOrder(coupon.value));
  drawOrder(coupon.value);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const faulty = checkAll([
      ["name", filled("your name")],
      ["email", email],
      ["street", filled("street and number")],
      ["postcode", filled("your postcode")],
      ["city", filled("your town")],
      ["date", fromDay(tomorrow)],
      ["card-name", filled("the name on the card")],
      ["card-number", cardNumber],
      ["card-expiry", expiry(new Date())],
      ["card-cvc", cvc],
      ["terms", (value) => (value === "" ? "Accept the terms to go on." : null)],
    ]);
    showProblems(faulty);
    if (faulty.length > 0) return;
    saveOrder(form);
    location.assign("/thanks.html");
  });
}
