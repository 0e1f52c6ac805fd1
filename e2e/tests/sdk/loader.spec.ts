/** The loader: who is there and where, the functions of the page, and what the console says when something is wrong. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "../../fixtures/index.ts";
import { KEY, LonePage, SERVER, SESSION, SITE } from "../../src/lone-page.ts";

const HTML = `<!doctype html><html><head><title>Kites</title></head><body><h1>Kites</h1></body></html>`;
const TAG = `<script src="${SERVER}/${KEY}.js"></script>`;
const SNIPPET = readFileSync(
  fileURLToPath(new URL("../../../packages/sdk/snippet.txt", import.meta.url)),
  "utf8",
).replace("__SCRIPT__", `${SERVER}/${KEY}.js`);

test("P1: the first hello has no identity; what the server gives is kept and shown the next time", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  const first = await lone.welcomed();
  expect(first).toMatchObject({
    key: KEY,
    visitor: null,
    identity: {},
    resume: null,
    protocol: { min: 1, max: 1 },
  });
  expect(first.page).toMatchObject({
    url: `${SITE}/`,
    title: "Kites",
    visible: true,
    viewport: { width: 1280, height: 800 },
  });
  await page.reload();
  const again = await lone.until("hello", ({ visitor }) => visitor !== null);
  expect(again.visitor).toEqual({ short_id: "ABCDEFGHIJKLMNOP12", secret: "s".repeat(43) });
  expect(again.page.pageview).not.toBe(first.page.pageview);
  const cookies = await page.context().cookies(SITE);
  expect(cookies.map(({ domain, name, sameSite }) => ({ domain, name, sameSite }))).toEqual([
    { domain: ".shop.test", name: `userview_${KEY.slice(-8)}`, sameSite: "Lax" },
  ]);
});

test("calls made before the script is there are replayed in order", async ({ page }) => {
  const head = `${SNIPPET.replace('UserView("init");', "").replace("</script>", "")}
UserView("on", "connection", function () { window.connected = true; });
UserView("init", { uniqueId: 17, identities: ["Ada", "ada@example.com"], tags: ["#vip"], metadata: { plan: "pro" } });
UserView("updateConnection", { tags: ["#vip", "#new"] });
UserView("getShortId", function (id) { window.shortId = id; });</script>`;
  const lone = await LonePage.open(page, { html: HTML, head });
  const { identity } = await lone.welcomed();
  expect(identity).toEqual({
    unique_id: "17",
    identities: ["Ada", "ada@example.com"],
    tags: ["#vip", "#new"],
    metadata: { plan: "pro" },
  });
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { shortId?: string }).shortId))
    .toBe("ABCDEFGHIJKLMNOP12");
  expect(await page.evaluate(() => (window as unknown as { connected?: boolean }).connected)).toBe(
    true,
  );
});

test("functions answer by callback and by promise", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  const answers = await page.evaluate(async () => {
    const call = (window as unknown as { UserView(...args: unknown[]): Promise<string> }).UserView;
    return [await call("getShortId"), await call("getConnectionId"), await call("getWatchLink")];
  });
  expect(answers).toEqual(["ABCDEFGHIJKLMNOP12", "c1", `${SERVER}/w`]);
});

test("P5: moving within the page, its title and its size are told; addresses are scrubbed", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  const hello = await lone.welcomed();
  await page.evaluate(() => {
    history.pushState({}, "", "/cart?email=ada@example.com&tab=2");
    document.title = "Cart";
  });
  const moved = await lone.until(
    "page",
    (one) => one.page.url.includes("/cart") && one.page.title === "Cart",
  );
  expect(moved.page.url).toBe(`${SITE}/cart?email=***&tab=2`);
  expect(moved.page.pageview).not.toBe(hello.page.pageview);
  await page.setViewportSize({ width: 900, height: 500 });
  const resized = await lone.until("page", (one) => one.page.viewport.width === 900);
  expect(resized.page.viewport).toEqual({ width: 900, height: 500 });
  await page.evaluate(() =>
    (window as unknown as { UserView(...args: unknown[]): void }).UserView(
      "newPageview",
      "/virtual",
    ),
  );
  await lone.until("page", (one) => one.page.url === `${SITE}/virtual`);
});

test("P3: updateConnection tells what changed", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await page.evaluate(() =>
    (window as unknown as { UserView(...args: unknown[]): void }).UserView("updateConnection", {
      uniqueId: null,
      tags: ["#a"],
    }),
  );
  expect((await lone.until("identify")).identity).toEqual({ unique_id: null, tags: ["#a"] });
});

test("P3: who somebody is, said between hello and welcome, is told once the server listens", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML, welcomes: false });
  const hello = await lone.welcomed();
  expect(hello.identity).toEqual({});
  await page.evaluate(() => {
    const { UserView } = window as unknown as { UserView(...args: unknown[]): void };
    UserView("updateConnection", { uniqueId: "17", tags: ["#a"] });
    UserView("updateConnection", { tags: ["#b"] });
  });
  expect(lone.count("identify")).toBe(0);
  lone.welcome(hello);
  expect((await lone.until("identify")).identity).toEqual({ unique_id: "17", tags: ["#b"] });

  // A hello says all of it: nothing is left to be told after the next welcome.
  await lone.drop();
  const again = await lone.until("hello", (one) => one !== hello);
  expect(again.identity).toEqual({ unique_id: "17", tags: ["#b"] });
  lone.welcome(again);
  await page.evaluate(() => history.pushState({}, "", "/later"));
  await lone.until("page", (one) => one.page.url.endsWith("/later"));
  expect(lone.count("identify")).toBe(1);
});

test("P4: reset makes this browser somebody new", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}<script>UserView("on", "connectionReset", (why) => { window.why = why; });</script>`,
  });
  await lone.welcomed();
  await page.evaluate(() =>
    (window as unknown as { UserView(...args: unknown[]): void }).UserView("reset"),
  );
  await lone.until("visitor.reset");
  lone.send({
    type: "visitor.changed",
    reason: "reset",
    visitor: { short_id: "ZYXWVUTSRQPONMLK98", secret: "t".repeat(43), watch_link: `${SERVER}/w2` },
  });
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { why?: string }).why))
    .toBe("reset");
  await page.reload();
  await lone.until("hello", ({ visitor }) => visitor?.short_id === "ZYXWVUTSRQPONMLK98");
});

test("what cannot be is named in one line each, and nothing is thrown", async ({ page }) => {
  const head = `${TAG}<script>
    UserView("init", { colour: 1, tags: "x" }); UserView("fly"); UserView(); UserView("on", "sessionStart"); UserView("updateConnection", 7);
    UserView("on", "connection", () => { throw new Error("the page's own"); });</script>`;
  const lone = await LonePage.open(page, { html: HTML, head });
  await lone.welcomed();
  const lines = () => lone.console.filter((line) => line.startsWith("UserView:"));
  await expect.poll(lines).toHaveLength(6);
  expect(lines()).toContain('UserView: there is no option "colour"');
  expect(lines()).toContain('UserView: expected tags to be an array of texts, or null, got "x"');
  expect(lines()).toContain('UserView: there is no function "fly"');
  expect(lone.console.filter((line) => line.startsWith("uncaught"))).toEqual([]);
});

test("an error of the server is one line", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  lone.send({
    type: "error",
    code: "site_not_allowed",
    message: "http://shop.test is not among the allowed sites",
    ref: null,
  });
  await expect
    .poll(() => lone.console)
    .toContain("UserView: http://shop.test is not among the allowed sites (site_not_allowed)");
});

test("outside sessions an idle page rests, and comes back when somebody moves", async ({
  page,
}) => {
  await page.clock.install();
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}<script>UserView("init", { disconnectAfterSeconds: 60 });</script>`,
  });
  await lone.welcomed();
  await page.clock.runFor(50_000);
  expect(lone.count("hello")).toBe(1);
  await page.clock.runFor(30_000);
  await page.clock.resume();
  await page.mouse.move(100, 100);
  await expect.poll(() => lone.count("hello")).toBe(2);
});

test("in a session nobody rests", async ({ page }) => {
  await page.clock.install();
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}<script>UserView("init", { disconnectAfterSeconds: 60 });</script>`,
  });
  await lone.welcomed();
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: false,
    agents: [],
    control: null,
  });
  await expect(page.getByRole("region", { name: "Screen sharing" })).toBeVisible();
  await page.clock.runFor(300_000);
  await page.mouse.move(100, 100);
  expect(lone.count("hello")).toBe(1);
});

test("autoconnect: false waits for connect; disconnect stays away", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}<script>UserView("init", { autoconnect: false });</script>`,
  });
  const call = (name: string) =>
    page.evaluate(
      (given) => (window as unknown as { UserView(...args: unknown[]): void }).UserView(given),
      name,
    );
  expect(lone.count("hello")).toBe(0);
  await call("connect");
  await lone.welcomed();
  await call("disconnect");
  await page.mouse.move(10, 10);
  expect(lone.count("hello")).toBe(1);
  await call("connect");
  await expect.poll(() => lone.count("hello")).toBe(2);
});

test("a session module that cannot be loaded is told to the agent and to the console", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await page.route(`${SERVER}/sdk/session-*.js`, (route) => route.abort());
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: false,
    agents: [],
    control: null,
  });
  expect((await lone.until("capture.failed")).message).toContain("could not be loaded");
  expect(
    lone.console.filter((line) => line.startsWith("UserView: the session module")),
  ).toHaveLength(1);
});

test("a policy that lets in the loader alone: the console names the directive in one line", async ({
  page,
}) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    headers: { "Content-Security-Policy": `script-src ${SERVER}/${KEY}.js` },
  });
  await lone.welcomed();
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: false,
    agents: [],
    control: null,
  });
  await lone.until("capture.failed");
  const line = `UserView: this page's Content-Security-Policy keeps UserView from its server: add ${SERVER} to script-src`;
  expect(lone.console.filter((one) => one.startsWith("UserView"))).toEqual([line]);
});

test("under a strict policy with Trusted Types the directives of the guide are enough", async ({
  page,
}) => {
  const policy = `default-src 'none'; script-src ${SERVER}; connect-src ${SERVER} ${SERVER.replace("http", "ws")} 'self'; style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const html = HTML.replace("<h1>", '<img src="/kite.svg" alt=""><h1>');
  const files = {
    "/kite.svg": {
      type: "image/svg+xml",
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    },
  };
  const lone = await LonePage.open(page, {
    html,
    files,
    headers: { "Content-Security-Policy": policy },
  });
  await lone.welcomed();
  lone.ask();
  await page.getByRole("button", { name: "Allow" }).click();
  await lone.share();
  await expect.poll(() => lone.uploads.length).toBe(1);
  await expect(page.getByRole("region", { name: "Screen sharing" })).toHaveCSS(
    "border-radius",
    "999px",
  );
  expect(lone.console).toEqual([]);
});

test("the snippet works under a policy with a nonce and Trusted Types", async ({ page }) => {
  const head = SNIPPET.replace("<script>", '<script nonce="abc">');
  const policy = `script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types userview`;
  const lone = await LonePage.open(page, {
    html: HTML,
    head,
    headers: { "Content-Security-Policy": policy },
  });
  await lone.welcomed();
  await lone.share();
  expect(lone.console).toEqual([]);
});

test("a loader that is blocked leaves one line of the snippet", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    head: SNIPPET.replace("<script>", '<script nonce="abc">').replace("s.nonce =", "s.title ="),
    headers: { "Content-Security-Policy": "script-src 'nonce-abc'" },
  });
  await expect
    .poll(() => lone.console.filter((line) => line.startsWith("UserView")))
    .toEqual([
      `UserView: ${SERVER}/${KEY}.js could not be loaded; a Content-Security-Policy must name its server`,
    ]);
});
