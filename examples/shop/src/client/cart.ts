/** The cart's page. */
import { totals } from "../money.ts";
import { cartRow, sums } from "../pages/parts.ts";
import { must, show, steppers } from "./dom.ts";
import { cart, setCart, watch } from "./store.ts";

export function startCart(): void {
  const list = must("#cart", HTMLUListElement);

  const draw = (): void => {
    const lines = cart();
    const focused = document.activeElement?.id ?? "";
    list.innerHTML = lines.map((line, index) => cartRow(line, index).markup).join("");
    must("#sums", HTMLElement).innerHTML = sums(totals(lines, "")).markup;
    show(must("#summary", HTMLElement), lines.length > 0);
    show(must("#empty", HTMLElement), lines.length === 0);
    if (focused !== "") document.getElementById(focused)?.focus();
  };

  const indexOf = (element: Element): number =>
    Number(element.closest<HTMLElement>("[data-index]")?.dataset["index"] ?? Number.NaN);

  list.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest("[data-remove]") === null)
      return;
    const index = indexOf(event.target);
    setCart(cart().filter((_, at) => at !== index));
    must("h1", HTMLElement).scrollIntoView({ block: "nearest" });
  });
  steppers(list, (input) => {
    const index = indexOf(input);
    setCart(
      cart().map((line, at) => (at === index ? { ...line, quantity: Number(input.value) } : line)),
    );
  });
  watch("cart", draw);
  draw();
}
