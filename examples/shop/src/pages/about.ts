/** What to try in the demo. */
import { type Html, html } from "../html.ts";
import type { Page } from "./layout.ts";

function step(title: string, text: Html): Html {
  return html`<li><h3>${title}</h3>${text}</li>`;
}

export const ABOUT: Page = {
  name: "about",
  title: "About the demo | Updraft",
  description: "What to try: open the dashboard, watch this visitor, help through the checkout.",
  content: html`<div class="wrap about">
<h1>This shop shows UserView</h1>
<p class="lead">UserView lets an agent see a visitor’s page live and help in it, after the visitor has said yes. You can be both: visitor in this window, agent in another.</p>
<div class="panel watch" id="watch">
<p class="quiet">In this browser you are visitor</p>
<p class="short-id"><output id="about-id">…</output></p>
<p id="watch-links" hidden><a class="button" id="watch-link" target="_blank" rel="noopener">Watch this visitor</a> <a class="button quiet-button" id="dashboard-link" target="_blank" rel="noopener">Open the dashboard</a></p>
<p class="quiet" id="watch-says">The dashboard wants a sign-in: the link that <code>./run</code> printed does it once. Put the two windows side by side.</p>
</div>
<h2>Six things to try</h2>
<ol class="steps">
${step("Say yes", html`<p>Watch this visitor from the dashboard, then come back here: the page asks. Until you allow it, not a byte of the page has left the browser.</p>`)}
${step("Shop together", html`<p>As the agent, type in the search box, click a <a href="/">kite</a>, scroll the reviews, change the cloth, put it in the cart. The visitor sees your pointer, with your name.</p>`)}
${step("Change the page", html`<p>Go from page to page as the visitor. The session goes on by itself, without a second question.</p>`)}
${step("Look for the card number", html`<p>Fill in the <a href="/checkout.html">checkout</a>. Card number, date and CVC stay in the visitor’s browser; so does the bank account on the <a href="/account.html">account page</a>, and every password.</p>`)}
${step("Be somebody", html`<p><a href="/account.html">Sign in</a> with any name. The dashboard’s list shows the name at once, and search finds it as you type.</p>`)}
${step("Stop", html`<p>Press stop in the bar. The agent’s view is empty before your hand has left the mouse.</p>`)}
</ol>
<h2>What is in these pages</h2>
<p>Things that are hard to mirror, on purpose: web fonts, drawn pictures, a canvas (the wind chart on each kite’s page), a custom element with a shadow root (the stars), panes that scroll on their own, modal dialogs, CSS animation, light and dark, and filters that change the address without loading a page.</p>
</div>`,
};
