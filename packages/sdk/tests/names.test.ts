// @vitest-environment happy-dom
import { Masks } from "@userview/capture/masks";
import { afterEach, expect, test } from "vitest";
import { clickedName, formName } from "../src/companion/history/names.ts";

afterEach(() => document.body.replaceChildren());

function masksOf(maskedElements: string[]): Masks {
  const urls = { parameters: [], paths: [] };
  const shown = { layers: [], hideDetails: false, cutUrls: false, urls };
  return new Masks({ maskedElements, noRemoteElements: [], ...shown }, () => {});
}

/** The element that a click hits: the one with `data-hit`. */
function hit(html: string): Element[] {
  document.body.innerHTML = html;
  const path: Element[] = [];
  for (let at = document.querySelector("[data-hit]"); at !== null; at = at.parentElement)
    path.push(at);
  return path;
}

function name(html: string, maskedElements: string[] = []): string | null {
  return clickedName(hit(html), masksOf(maskedElements));
}

test.each([
  ["<button data-hit>Add  to\n cart</button>", "Add to cart"],
  ["<button><b data-hit>Add</b><i> to cart</i></button>", "Add to cart"],
  ['<button data-hit aria-label="Close">×</button>', "Close"],
  ['<span id="n">Delete</span><button data-hit aria-labelledby="n">×</button>', "Delete"],
  ['<a href="/"><img data-hit alt="Home"></a>', "Home"],
  ['<button data-hit title="Search"></button>', "Search"],
  ['<div role="tab" data-hit>Reviews</div>', "Reviews"],
  ['<input type="submit" data-hit value="Pay now">', "Pay now"],
  ['<input type="submit" data-hit>', "Submit"],
  ['<label>Gift wrap <input type="checkbox" data-hit value="7"></label>', "Gift wrap"],
  ["<details><summary data-hit>More</summary></details>", "More"],
  [`<button data-hit>${"word ".repeat(40)}</button>`, `${"word ".repeat(16).slice(0, 79)}…`],
])("%s is named", (html, expected) => {
  expect(name(html)).toBe(expected);
});

test.each([
  ["nothing to click", "<p data-hit>Just text</p>"],
  ["a link without an address", "<a data-hit>Anchor</a>"],
  ["a text field", '<input data-hit value="typed" aria-label="Name">'],
  ["a button without a name", "<button data-hit><svg></svg></button>"],
  ["marked as private", '<button data-hit class="no-userview">Secret</button>'],
  ["inside of what is private", "<div data-userview-mask><button data-hit>Secret</button></div>"],
  [
    "private by its label",
    '<b id="n" class="no-userview">Secret</b><i data-hit role="button" aria-labelledby="n"></i>',
  ],
  ["what the visitor writes", '<div contenteditable><a href="/" data-hit>Written</a></div>'],
  ["our own interface", "<div data-userview-ui><button data-hit>Stop</button></div>"],
  ["nothing but an e-mail address", "<button data-hit>grace@example.com</button>"],
])("%s has no name", (_what, html) => {
  expect(name(html)).toBeNull();
});

test.each([
  [
    "masked parts are left out",
    '<button data-hit>Pay <b class="no-userview">€ 12,000</b> now</button>',
    "Pay now",
  ],
  [
    "and fields",
    '<a href="/" data-hit>Search <input value="typed"><textarea>typed</textarea></a>',
    "Search",
  ],
  [
    "and editable parts",
    '<button data-hit>Save <span contenteditable="true">typed</span></button>',
    "Save",
  ],
  [
    "and masked pictures",
    '<a href="/" data-hit><img class="no-userview" alt="Grace">Profile</a>',
    "Profile",
  ],
  [
    "what looks like a person's is replaced",
    "<button data-hit>Write to grace@example.com</button>",
    "Write to ***",
  ],
  ["and cards", "<button data-hit>Use 4111 1111 1111 1111</button>", "Use ***"],
])("%s", (_what, html, expected) => {
  expect(name(html)).toBe(expected);
});

test("the team's own masks hold, and one that cannot be read hides everything", () => {
  const html = '<div class="vip"><button data-hit>Gold member</button></div>';
  expect(name(html)).toBe("Gold member");
  expect(name(html, [".vip"])).toBeNull();
  expect(name(html, ["]["])).toBeNull();
});

test.each([
  ['<form data-hit aria-label="Checkout" name="f1"></form>', "Checkout"],
  ['<h2 id="h">Sign in</h2><form data-hit aria-labelledby="h"></form>', "Sign in"],
  // A field may be called like a property of its form.
  ['<form data-hit name="checkout"><input name="name" value="Grace"></form>', "checkout"],
  ['<form data-hit id="newsletter"></form>', "newsletter"],
  ["<form data-hit></form>", null],
  ['<form data-hit name="checkout" class="no-userview"></form>', null],
])("%s has its name", (html, expected) => {
  const [form] = hit(html);
  const masks = masksOf([]);
  expect(formName(form as Element, masks)).toBe(expected);
});
