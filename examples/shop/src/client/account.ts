/** The account's page: signing in and out, profile and orders. */
import { productOf } from "../catalog.ts";
import { html } from "../html.ts";
import { euro } from "../money.ts";
import { must, show } from "./dom.ts";
import { checkAll, email, filled } from "./forms.ts";
import { type Customer, customer, type Order, orders, setCustomer, watch } from "./store.ts";

const DAY = new Intl.DateTimeFormat("en-IE", { dateStyle: "medium" });

/** Orders from before this browser knew the shop, so that the table has something to show. */
const EARLIER: readonly Order[] = [
  {
    number: "K-204771",
    placed: "2026-06-14T10:12:00",
    delivery: "",
    lines: [{ slug: "kestrel", colour: "poppy", quantity: 2 }],
    cents: 5290,
    email: "",
  },
  {
    number: "K-187350",
    placed: "2025-09-02T18:40:00",
    delivery: "",
    lines: [
      { slug: "hoop", colour: "meadow", quantity: 1 },
      { slug: "six-winds", colour: "plum", quantity: 1 },
    ],
    cents: 8800,
    email: "",
  },
];

/** A customer number that is always the same for one e-mail address. */
export function customerNumber(address: string): string {
  let sum = 7;
  for (const sign of address.trim().toLowerCase())
    sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 900_001;
  return `C-${100_000 + (sum % 900_000)}`;
}

function input(id: string): HTMLInputElement {
  return must(`#${id}`, HTMLInputElement);
}

function drawCustomer(known: Customer): void {
  must("#hello-name", HTMLElement).textContent = `Hello, ${known.name.split(" ")[0]}`;
  must("#hello-since", HTMLElement).textContent = `Customer ${known.number}`;
  must("#hello-avatar", HTMLImageElement).src = `/pictures/avatar-${known.avatar}.svg`;
  must("#bank-holder", HTMLElement).textContent = known.name;
  input("profile-name").value = known.name;
  input("profile-email").value = known.email;
  input("profile-phone").value = known.phone;
  must("#profile-beach", HTMLSelectElement).value = known.beach;
  input("profile-news").checked = known.news;
  for (const radio of document.querySelectorAll<HTMLInputElement>('[name="avatar"]'))
    radio.checked = radio.value === known.avatar;
  must("#orders", HTMLElement).innerHTML = [...orders(), ...EARLIER]
    .map((order) => {
      const what = order.lines
        .map((line) => `${line.quantity} × ${productOf(line.slug)?.name ?? "?"}`)
        .join(", ");
      return html`<tr><td>${order.number}</td><td>${DAY.format(new Date(order.placed))}</td><td>${what}</td><td class="right">${euro(order.cents)}</td></tr>`
        .markup;
    })
    .join("");
}

function draw(): void {
  const known = customer();
  show(must("#sign-in", HTMLElement), known === null);
  show(must("#signed-in", HTMLElement), known !== null);
  if (known !== null) drawCustomer(known);
}

function signIn(event: SubmitEvent): void {
  event.preventDefault();
  const faulty = checkAll([
    ["sign-in-name", filled("your name")],
    ["sign-in-email", email],
    ["sign-in-password", filled("a password")],
  ]);
  const [first] = faulty;
  if (first !== undefined) {
    input(first).focus();
    return;
  }
  const address = input("sign-in-email").value.trim();
  setCustomer({
    name: input("sign-in-name").value.trim(),
    email: address,
    number: customerNumber(address),
    avatar: "octopus",
    phone: "",
    beach: "",
    news: false,
  });
  input("sign-in-password").value = "";
  must("#main", HTMLElement).focus();
}

function saveProfile(event: SubmitEvent): void {
  event.preventDefault();
  const known = customer();
  const faulty = checkAll([
    ["profile-name", filled("your name")],
    ["profile-email", email],
  ]);
  if (known === null || faulty.length > 0) return;
  const avatar =
    must("#profile-form", HTMLFormElement).querySelector<HTMLInputElement>(
      '[name="avatar"]:checked',
    )?.value ?? known.avatar;
  setCustomer({
    ...known,
    name: input("profile-name").value.trim(),
    email: input("profile-email").value.trim(),
    phone: input("profile-phone").value.trim(),
    beach: must("#profile-beach", HTMLSelectElement).value,
    news: input("profile-news").checked,
    avatar,
  });
  must("#saved", HTMLElement).textContent = "Saved.";
}

export function startAccount(): void {
  must("#sign-in-form", HTMLFormElement).addEventListener("submit", signIn);
  const profile = must("#profile-form", HTMLFormElement);
  profile.addEventListener("submit", saveProfile);
  profile.addEventListener("input", () => {
    must("#saved", HTMLElement).textContent = "";
  });
  must("#sign-out", HTMLButtonElement).addEventListener("click", () => setCustomer(null));
  watch("customer", draw);
  watch("orders", draw);
  draw();
}
