/** Sign-in, profile and orders. The page's script shows the part that fits. */
import { html } from "../html.ts";
import { icon, type Page } from "./layout.ts";
import { field } from "./parts.ts";

export const AVATARS: readonly (readonly [id: string, name: string])[] = [
  ["octopus", "Octopus"],
  ["diamond", "Diamond kite"],
  ["star", "Star"],
  ["fish", "Carp"],
];

const SIGN_IN = html`<section class="panel sign-in" id="sign-in" aria-labelledby="sign-in-title" hidden>
<h1 id="sign-in-title">Sign in</h1>
<p class="quiet">Any name, any e-mail, any password: nothing is checked and nothing is sent.</p>
<form id="sign-in-form" novalidate><div class="fields one">
${field({ id: "sign-in-name", label: "Name", autocomplete: "name" })}
${field({ id: "sign-in-email", label: "E-mail", type: "email", autocomplete: "username", inputmode: "email" })}
${field({ id: "sign-in-password", label: "Password", type: "password", autocomplete: "current-password" })}
</div><button class="button block" type="submit">Sign in</button></form>
</section>`;

const PROFILE = html`<section class="panel" aria-labelledby="profile-title"><h2 id="profile-title">Profile</h2>
<form id="profile-form" novalidate><div class="fields">
${field({ id: "profile-name", label: "Name", autocomplete: "name" })}
${field({ id: "profile-email", label: "E-mail", type: "email", autocomplete: "email", inputmode: "email" })}
${field({ id: "profile-phone", label: "Phone", type: "tel", autocomplete: "tel", optional: true })}
<div class="field"><label for="profile-beach">Where you fly</label><select id="profile-beach" name="profile-beach"><option value="">Not said</option><option>Beach</option><option>Field</option><option>Hill</option><option>Roof (please don’t)</option></select></div>
</div>
<fieldset class="avatars"><legend>Picture</legend>${AVATARS.map(([id, name]) => html`<label><input type="radio" name="avatar" value="${id}"><img src="/pictures/avatar-${id}.svg" alt="${name}" width="56" height="56"></label>`)}</fieldset>
<label class="check"><input id="profile-news" type="checkbox"><span>Write to me when the wind is good</span></label>
<div class="form-foot"><button class="button" type="submit">Save</button> <span class="says" id="saved" role="status"></span></div>
</form></section>`;

const BANK = html`<section class="panel" aria-labelledby="bank-title"><h2 id="bank-title">${icon("lock")} Refunds go to</h2>
<div data-userview-mask>
<p class="iban">IE29 AIBK 9311 5212 3456 78</p>
<p class="quiet">Held by <span id="bank-holder"></span></p>
</div>
<p class="quiet">This box is marked <code>data-userview-mask</code>: agents see that it is there, and nothing of what it says.</p>
</section>`;

export const ACCOUNT: Page = {
  name: "account",
  title: "Your account | Updraft",
  description: "Profile and orders.",
  content: html`<div class="wrap account">
${SIGN_IN}
<div id="signed-in" hidden>
<div class="hello"><img id="hello-avatar" src="/pictures/avatar-octopus.svg" alt="" width="88" height="88"><div><h1 id="hello-name">Hello</h1><p class="quiet" id="hello-since"></p></div><button type="button" class="button quiet-button" id="sign-out">Sign out</button></div>
<div class="two">
<div class="stack">${PROFILE}
<div class="panel"><h2 id="orders-title">Orders</h2><div class="table-wrap" tabindex="0" role="region" aria-labelledby="orders-title"><table><thead><tr><th scope="col">Order</th><th scope="col">Placed</th><th scope="col">What</th><th scope="col" class="right">Total</th></tr></thead><tbody id="orders"></tbody></table></div></div></div>
<div class="stack">${BANK}</div>
</div></div></div>`,
};
