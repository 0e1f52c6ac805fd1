/** A product's page: cloth, quantity and the way into the cart. */
import { colourOf, productOf } from "../catalog.ts";
import { must, steppers } from "./dom.ts";
import { addToCart } from "./store.ts";
import { startWindChart } from "./wind-chart.ts";

export function startProduct(): void {
  const product = productOf(document.body.dataset["slug"] ?? "");
  if (product === undefined)
    throw new Error(`no product is called ${document.body.dataset["slug"]}`);
  const form = must("#buy", HTMLFormElement);
  const dialog = must("#added", HTMLDialogElement);
  const picture = must("#picture", HTMLImageElement);
  const addedPicture = must("#added-picture", HTMLImageElement);

  form.addEventListener("change", (event) => {
    const chosen = event.target;
    if (!(chosen instanceof HTMLInputElement) || chosen.name !== "colour") return;
    picture.src = chosen.dataset["picture"] ?? picture.src;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const colour = colourOf(String(new FormData(form).get("colour")));
    const quantity = Number(must("#quantity", HTMLInputElement).value);
    addToCart({ slug: product.slug, colour: colour.id, quantity });
    addedPicture.src = picture.src;
    must("#added-what", HTMLElement).textContent = `${quantity} × ${product.name}, ${colour.name}`;
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  steppers(form, () => undefined);
  startWindChart();
}
