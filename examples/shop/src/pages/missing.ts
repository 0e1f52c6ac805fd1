/** What is shown where there is no page. */
import { html } from "../html.ts";
import type { Page } from "./layout.ts";

export const MISSING: Page = {
  name: "missing",
  title: "Not here | Updraft",
  description: "There is no page at this address.",
  content: html`<div class="wrap thanks">
<div class="thanks-sky sky"><img src="/pictures/hoop-poppy.svg" alt="" width="400" height="400"></div>
<h1>The line has snapped.</h1>
<p class="lead">There is no page at this address. It is probably in a tree.</p>
<p><a class="button" href="/">Back to the kites</a></p>
</div>`,
};
