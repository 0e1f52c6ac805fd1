/** Pages whose elements are named like what scripts ask of forms and of the document: the mirror is the page all the same, and masks hold. */
import { expect, test } from "../../fixtures/index.ts";
import { CLOBBERED_FORM, clobberedBy, DOCUMENT_NAMES } from "../../src/hostile/names.ts";
import { LonePage } from "../../src/lone-page.ts";
import type { ModelNode } from "../../src/mirror-model.ts";

/** The loader, which has no room to guard itself, asks for these as long as it is connected. */
const UNGUARDED = /^(?:cookie|hasFocus|title)$/;
const NAMES = DOCUMENT_NAMES.filter((name) => !UNGUARDED.test(name));

function pageWith(more: string): string {
  const form = CLOBBERED_FORM.replace("</form>", `${more}</form>`);
  return `<!doctype html><html><head><title>Names</title></head><body>${form}<p>Behind</p></body></html>`;
}

/** Elements with their `id` and `name`, and texts, as they stand in the body. */
function lines(node: ModelNode | undefined): string[] {
  if (node === undefined) return [];
  if (node.kind === "text") return [node.text];
  const named = ["id", "name"].map((name) => node.attributes.get(name) ?? "");
  return [[node.name, ...named].join(" ").trim(), ...node.children.flatMap(lines)];
}

/** The same of the page itself, read as none of its names can hide it. */
function live(): string[] {
  const reader = (owner: object, name: string) => {
    const get = Object.getOwnPropertyDescriptor(owner, name)?.get;
    return (node: Node) => get?.call(node);
  };
  const [type, first, next, local] = [
    reader(Node.prototype, "nodeType"),
    reader(Node.prototype, "firstChild"),
    reader(Node.prototype, "nextSibling"),
    reader(Element.prototype, "localName"),
  ];
  const { getAttribute } = Element.prototype;
  const walk = (node: Node): string[] => {
    if (type(node) === 3) return [(node as Text).data];
    if (type(node) !== 1) return [];
    const named = ["id", "name"].map((name) => getAttribute.call(node, name) ?? "");
    const told = [[local(node), ...named].join(" ").trim()];
    for (let child = first(node); child !== null; child = next(child)) told.push(...walk(child));
    return told;
  };
  const { querySelector } = Document.prototype;
  return walk(querySelector.call(document, "body") as Node);
}

/** The document's names come once the loader is connected: all that begins then meets them. */
async function shared(lone: LonePage, control: string | null = null): Promise<void> {
  await lone.welcomed();
  await lone.page.evaluate(
    (html) => document.body.insertAdjacentHTML("afterbegin", html),
    clobberedBy(NAMES),
  );
  await lone.share(control);
}

function mirrored(lone: LonePage): string[] {
  return lines([...lone.model.nodes.values()].find(({ name }) => name === "body"));
}

test("the mirror has all of the page, and follows what changes in it", async ({ page }) => {
  const lone = await LonePage.open(page, { html: pageWith("") });
  await shared(lone);
  expect(mirrored(lone)).toEqual(await page.evaluate(live));
  expect(mirrored(lone).length).toBeGreaterThan(200);
  await page.evaluate(() => {
    const { append, setAttribute, remove } = Element.prototype;
    const { querySelector, createElement } = Document.prototype;
    const form = querySelector.call(document, "#clobbered") as Element;
    const added = createElement.call(document, "p");
    append.call(added, "Added");
    append.call(form, added);
    setAttribute.call(form, "class", "changed");
    remove.call(querySelector.call(document, "form[name=body]") as Element);
    append.call(querySelector.call(document, "body") as Element, form);
  });
  await lone.told("changed");
  await expect.poll(async () => mirrored(lone)).toEqual(await page.evaluate(live));
  await expect.poll(() => lone.model.digests).toBeGreaterThan(0);
  expect(lone.snapshots(), "nothing had to be told anew").toBe(1);
  expect(lone.console.filter((line) => /UserView|uncaught/.test(line))).toEqual([]);
});

test("passwords and masked parts of such a form stay hidden, and are not the agent's to use", async ({
  page,
}) => {
  const html = pageWith(
    `<input id="secret" type="password" value="CANARY-password"><label for="labelled">Security code</label>
     <input id="labelled" value="CANARY-code"><div class="no-userview"><p id="masked-part">CANARY-part</p><a href="/CANARY-link">x</a></div>
     <button id="go" type="button">Go</button>`,
  );
  const lone = await LonePage.open(page, { html });
  await shared(lone, "p1");
  expect(mirrored(lone)).toContain("button go");
  await page.evaluate(() => {
    const { append } = Element.prototype;
    const { querySelector, createElement } = Document.prototype;
    const part = querySelector.call(document, "#masked-part") as Element;
    append.call(part, " CANARY-later");
    const mark = createElement.call(document, "p");
    append.call(mark, "mark CANARY-code");
    append.call(querySelector.call(document, "body") as Element, mark);
  });
  await lone.told("mark ");
  expect(lone.content()).not.toContain("CANARY");
  const at = { button: 0, clicks: 1, modifiers: NO_KEYS, x: 0, y: 0, offset_x: 2, offset_y: 2 };
  const press = (id: string) =>
    lone.act({ kind: "mouse", phase: "down", node: lone.idOf("id", id), ...at });
  expect(await press("secret")).toBe("protected");
  expect(await press("go")).toBeNull();
});

const NO_KEYS = { alt: false, ctrl: false, meta: false, shift: false };

test("elements named like what masks ask do not open a form that is masked as a whole", async ({
  page,
}) => {
  const html = `<!doctype html><html><head></head><body><form class="no-userview" action="/CANARY-address">${[
    "assignedSlot",
    "parentNode",
    "nodeType",
    "matches",
    "closest",
    "getAttribute",
    "className",
  ]
    .map((name) => `<input name="${name}" value="CANARY-${name}">`)
    .join("")}<p>CANARY-text</p></form><p>Open</p></body></html>`;
  const lone = await LonePage.open(page, { html });
  await shared(lone);
  await lone.told("Open");
  expect(lone.content()).not.toContain("CANARY");
  const told = mirrored(lone);
  expect(told.filter((line) => line === "input").length, "fields without their names").toBe(7);
});
