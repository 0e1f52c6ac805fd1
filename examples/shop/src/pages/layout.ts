/** What all pages share: head, header, footer and the help corner. */
import { diamond } from "../art/classic.ts";
import { colourOf } from "../catalog.ts";
import { type Html, html, raw } from "../html.ts";

export type PageName =
  | "home"
  | "product"
  | "cart"
  | "checkout"
  | "thanks"
  | "account"
  | "about"
  | "missing";

export interface Page {
  name: PageName;
  title: string;
  description: string;
  content: Html;
  /** Further attributes of the body, for the page's script. */
  data?: Readonly<Record<string, string>>;
}

/** Pictures of the interface, 24 units square, drawn with the text's colour. */
export const ICONS = {
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
  cart: '<path d="M3 4h2.4l2 11.2h10.4L20.4 8H6.2"/><circle cx="9" cy="19.5" r="1.4"/><circle cx="17" cy="19.5" r="1.4"/>',
  person: '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6"/>',
  help: '<path d="M4 5.5h16v11h-8.5L7 20.5v-4H4z"/><path d="M9.8 9.2a2.3 2.3 0 1 1 3 2.2c-.6.2-.8.6-.8 1.2"/><path d="M12 14.4v.1"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
  wind: '<path d="M3 9h11a2.6 2.6 0 1 0-2.6-2.6"/><path d="M3 13h15.4a2.6 2.6 0 1 1-2.6 2.6"/><path d="M3 17h7.5a2.2 2.2 0 1 1-2.2 2.2"/>',
} as const;

/** An icon, hidden from screen readers: the text beside it says the same. */
export function icon(name: keyof typeof ICONS): Html {
  return raw(
    `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`,
  );
}

function header(page: Page): Html {
  const link = (href: string, text: Html, name: PageName) =>
    html`<a href="${href}"${page.name === name ? raw(' aria-current="page"') : ""}>${text}</a>`;
  return html`<header class="top">
<div class="wrap">
<a class="brand" href="/"><svg viewBox="60 20 280 280" aria-hidden="true" focusable="false">${raw(diamond(colourOf("poppy").cloth))}</svg><span>Updraft</span></a>
<form class="search" role="search" action="/" method="get">
${icon("search")}<label class="away" for="search">Search kites</label>
<input id="search" type="search" name="q" placeholder="Search kites" autocomplete="off" enterkeyhint="search">
</form>
<nav aria-label="Shop">
${link("/", html`Kites`, "home")}${link("/about.html", html`The demo`, "about")}${link("/account.html", html`${icon("person")}<span id="account-name">Account</span>`, "account")}${link("/cart.html", html`${icon("cart")}<span>Cart</span> <span class="count" id="cart-count" hidden></span>`, "cart")}
</nav>
</div>
</header>`;
}

const FOOTER = html`<footer class="foot"><div class="wrap">
<p><strong>Updraft</strong> is a demo shop. Its kites are drawn, its prices are made up, and nothing that you enter leaves your browser, unless you share the page with an agent.</p>
<p><a href="/about.html">What to try here</a> · <a href="/account.html">Your account</a> · <a href="/cart.html">Your cart</a></p>
</div></footer>`;

const HELP = html`<details class="help" id="help">
<summary>${icon("help")}<span>Need a hand?</span></summary>
<div class="help-card">
<h2>We can look at it together</h2>
<p>Tell us this number, and we will ask to see this page with you. Nothing is shared before you agree.</p>
<p class="short-id"><output id="short-id" aria-live="polite">Asking for your number …</output> <button type="button" class="small" id="copy-id" hidden>Copy</button></p>
</div>
</details>`;

/** The whole document. The first script is UserView's; the server puts its address in. */
export function layout(page: Page): string {
  const data = Object.entries(page.data ?? {}).map(
    ([name, value]) => html` data-${name}="${value}"`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<script src="__USERVIEW_SCRIPT__"></script>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${page.description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/assets/shop-style.css">
<script type="module" src="/assets/shop.js"></script>
</head>
<body data-page="${page.name}"${data}>
<a class="skip" href="#main">Skip to the content</a>
${header(page)}
<main id="main" tabindex="-1">
${page.content}
</main>
${FOOTER}
${HELP}
</body>
</html>
`.markup;
}
