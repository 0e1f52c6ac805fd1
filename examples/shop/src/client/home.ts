/** The shop window: finding as one types, and an address that says what was looked for. */
import { PRODUCTS } from "../catalog.ts";
import { find, readWish, type Wish, writeWish } from "../find.ts";
import { must, show } from "./dom.ts";

export function startHome(): void {
  const search = must("#search", HTMLInputElement);
  const filters = must("#filters", HTMLFormElement);
  const order = must("#order", HTMLSelectElement);
  const grid = must("#grid", HTMLUListElement);
  const found = must("#found", HTMLElement);
  const cards = new Map(
    [...grid.querySelectorAll<HTMLElement>("[data-slug]")].map((card) => [
      card.dataset["slug"],
      card,
    ]),
  );

  const apply = (wish: Wish): void => {
    const fitting = find(PRODUCTS, wish);
    const kept = fitting.flatMap((product) => cards.get(product.slug) ?? []);
    grid.replaceChildren(...kept);
    show(grid, kept.length > 0);
    show(must("#nothing", HTMLElement), kept.length === 0);
    document.body.classList.toggle("searching", wish.text.trim() !== "");
    found.textContent =
      wish.text.trim() === "" && wish.wind === "any"
        ? `${kept.length} kites and things`
        : `${kept.length} of ${PRODUCTS.length} found`;
  };

  const put = (wish: Wish): void => {
    search.value = wish.text;
    order.value = wish.order;
    for (const radio of filters.querySelectorAll<HTMLInputElement>('[name="wind"]'))
      radio.checked = radio.value === wish.wind;
    apply(wish);
  };

  const wished = (): Wish => {
    const chosen = new FormData(filters);
    return readWish(
      new URLSearchParams({
        q: search.value,
        wind: String(chosen.get("wind")),
        order: order.value,
      }).toString(),
    );
  };

  const address = (wish: Wish): string => `${location.pathname}${writeWish(wish)}`;

  search.addEventListener("input", () => {
    const wish = wished();
    history.replaceState(null, "", address(wish));
    apply(wish);
  });
  filters.addEventListener("change", () => {
    const wish = wished();
    history.pushState(null, "", address(wish));
    apply(wish);
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  search.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    must("#kites", HTMLElement).scrollIntoView({ block: "start" });
  });
  must("#show-all", HTMLButtonElement).addEventListener("click", () => {
    const all: Wish = { text: "", wind: "any", order: "popular" };
    history.pushState(null, "", address(all));
    put(all);
    search.focus();
  });
  addEventListener("popstate", () => put(readWish(location.search)));
  put(readWish(location.search));
}
