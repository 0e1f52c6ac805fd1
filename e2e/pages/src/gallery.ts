/** Web components with shadow roots; their style sheets are adopted, not written in the page. */
import "@shoelace-style/shoelace/dist/shoelace.js";
import { setBasePath } from "@shoelace-style/shoelace/dist/utilities/base-path.js";

setBasePath("/");

interface Dialog extends HTMLElement {
  show(): void;
  hide(): void;
}

const dialog = document.querySelector<Dialog>("#dialog");
const counter = document.querySelector("#counter");
let presses = 0;
document.querySelector("#open-dialog")?.addEventListener("click", () => dialog?.show());
document.querySelector("#close-dialog")?.addEventListener("click", () => dialog?.hide());
counter?.addEventListener("click", () => {
  presses += 1;
  counter.textContent = `Pressed ${presses} times`;
});
