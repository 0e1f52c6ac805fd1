/** The product in a Firefox as it is released: on the visitor's side, and on the agent's. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PNG } from "pngjs";
import {
  allowInFirefox,
  clickInFirefox,
  expect,
  mirroredElement,
  test,
  wheelInFirefox,
} from "../src/firefox.ts";
import { allow, clickIn, mirror, shortIdOf, typeInto, wheelOver } from "../src/people.ts";
import { Rest } from "../src/rest.ts";
import { scriptTag } from "../src/site.ts";

const FONTS = fileURLToPath(new URL("../../examples/shop/dist/assets", import.meta.url));
const FONT = readdirSync(FONTS).find((name) => name.startsWith("bricolage"));

/** What no element says: a drawing, a closed shadow root, a font of the site's, an adopted sheet, a dialog. */
const PAGE = `<!doctype html><html><head><meta charset="utf-8"><title>Odd things</title><style>
  @font-face { font-family: "Shop"; src: url("/assets/${FONT}") }
  #lettered { font: 40px Shop, monospace }
  #adopted { color: red }
</style></head><body>
  <h1>Odd things</h1>
  <canvas width="80" height="40"></canvas>
  <x-card></x-card>
  <span id="lettered">Wide words, no mono</span>
  <p id="adopted">Adopted</p>
  <dialog><p>Over all</p></dialog>
  <script>
    const canvas = document.querySelector("canvas").getContext("2d");
    const fill = (colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 80, 40); };
    fill("#ff0000");
    customElements.define("x-card", class extends HTMLElement {
      #root = this.attachShadow({ mode: "closed" });
      connectedCallback() { this.#root.innerHTML = "<b>In a closed root</b>"; }
      tell(text) { this.#root.firstChild.textContent = text; }
    });
    function act() {
      fill("#0000ff");
      document.querySelector("x-card").tell("Changed in there");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("#adopted { color: rgb(0, 128, 0) }");
      document.adoptedStyleSheets = [sheet];
      document.querySelector("dialog").showModal();
    }
  </script>
</body></html>`;

/** The pixel in the middle of a picture: red, green, blue. */
function middle(picture: Buffer): number[] {
  const { width, height, data } = PNG.sync.read(picture);
  const at = 4 * (width * (height >> 1) + (width >> 1));
  return [...data.subarray(at, at + 3)];
}

test("an agent helps a visitor who has Firefox: sees, types, clicks, scrolls", async ({
  server,
  newFirefox,
  newPerson,
}) => {
  const visitor = await newFirefox();
  const agent = await newPerson();
  await visitor.goto(server.ready.demo_url);
  const shortId = await visitor.evaluate(async () => String(await window.UserView("getShortId")));
  await agent.goto(await Rest.of(server).watchUrl(shortId));
  await allowInFirefox(visitor);

  const heading = await visitor.$eval("h1", (element) => element.textContent.trim());
  await expect(mirror(agent).locator("h1")).toHaveText(heading);
  expect(heading).toContain("Good wind");
  const value = (selector: string): Promise<string> =>
    visitor.$eval(selector, (field) => (field as HTMLInputElement).value);
  await typeInto(agent, mirror(agent).getByPlaceholder("Search kites"), "octopus");
  await expect.poll(() => value('[placeholder="Search kites"]')).toBe("octopus");
  await expect(mirror(agent).getByText("1 of 12 found")).toBeVisible();
  await clickIn(agent, mirror(agent).getByText("Otto", { exact: true }));
  await expect.poll(() => visitor.url()).toMatch(/\/kites\/otto\.html$/);
  await expect(mirror(agent).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
  await clickIn(agent, mirror(agent).getByRole("button", { name: "One Otto more" }));
  await expect(mirror(agent).getByLabel("How many: Otto")).toHaveValue("2");
  await wheelOver(agent, mirror(agent).getByRole("heading", { name: "Otto", exact: true }), 300);
  await expect.poll(() => visitor.evaluate(() => scrollY)).toBeGreaterThan(100);
  await visitor.evaluate(() => scrollTo(0, 40));
  const scrolled = (): Promise<number> =>
    mirror(agent)
      .locator("html")
      .evaluate(({ ownerDocument }) => ownerDocument.defaultView?.scrollY ?? 0);
  await expect.poll(scrolled).toBe(40);
  await clickIn(agent, mirror(agent).getByRole("button", { name: "Add to cart" }));
  await expect(mirror(agent).getByText("2 × Otto")).toBeVisible();
  await visitor.goto(new URL("/checkout.html", server.ready.demo_url).href);
  await expect(mirror(agent).getByLabel("Card number")).toBeVisible();
  await visitor.type("[autocomplete='cc-number']", "5555 5555 5555 4444");
  await expect(mirror(agent).getByLabel("Card number")).toHaveValue(/^[^\d]{8}$/);
});

test("drawings, closed shadow roots, fonts, adopted sheets and dialogs of Firefox are seen", async ({
  server,
  newFirefox,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "shop",
    head: scriptTag(server.ready),
    pages: { "/odd.html": PAGE.replace("<head>", `<head>${scriptTag(server.ready)}`) },
  });
  const visitor = await newFirefox();
  const agent = await newPerson();
  await visitor.goto(site.url("/odd.html"));
  const shortId = await visitor.evaluate(async () => String(await window.UserView("getShortId")));
  await agent.goto(await Rest.of(server).watchUrl(shortId));
  await allowInFirefox(visitor);

  const page = mirror(agent);
  const drawn = async (): Promise<number[]> => middle(await page.locator("canvas").screenshot());
  await expect.poll(drawn).toEqual([255, 0, 0]);
  await expect(page.getByText("In a closed root")).toBeVisible();
  // Both draw the site's own font; in the other one these letters are half as wide again.
  const wide = await visitor.$eval("#lettered", (element) => element.getBoundingClientRect().width);
  const mirrored = (): Promise<number> =>
    page.locator("#lettered").evaluate((element) => element.getBoundingClientRect().width);
  await expect.poll(async () => Math.abs((await mirrored()) / wide - 1)).toBeLessThan(0.03);
  await expect(page.locator("#adopted")).toHaveCSS("color", "rgb(255, 0, 0)");

  await visitor.evaluate("act()");
  await expect(page.getByText("Changed in there")).toBeVisible();
  await expect(page.locator("#adopted")).toHaveCSS("color", "rgb(0, 128, 0)");
  await expect(page.getByRole("dialog")).toBeVisible();
  await visitor.evaluate("document.querySelector('dialog').close()");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect.poll(drawn).toEqual([0, 0, 255]);
});

test("an agent who has Firefox sees and helps a visitor", async ({
  server,
  newFirefox,
  newPerson,
}) => {
  const visitor = await newPerson();
  const agent = await newFirefox();
  await visitor.goto(server.ready.demo_url);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);

  const read = async (selector: string): Promise<string | undefined> =>
    (await mirroredElement(agent, selector))?.text;
  const heading = async (): Promise<string | undefined> =>
    (await visitor.locator("h1").textContent())?.trim();
  await expect.poll(() => read("h1")).toBe(await heading());
  const search = '[placeholder="Search kites"]';
  await clickInFirefox(agent, search);
  await agent.keyboard.type("octopus");
  await expect(visitor.locator(search)).toHaveValue("octopus");
  await expect.poll(() => read("#found")).toBe("1 of 12 found");
  await clickInFirefox(agent, ".card-name");
  await expect(visitor).toHaveURL(/\/kites\/otto\.html$/);
  await expect.poll(() => read("h1")).toBe("Otto");
  await wheelInFirefox(agent, "h1", 300);
  await expect.poll(() => visitor.evaluate(() => scrollY)).toBeGreaterThan(100);
  await visitor.goto(new URL("/cart.html", server.ready.demo_url).href);
  await expect.poll(() => read("h1")).toBe(await heading());
});
