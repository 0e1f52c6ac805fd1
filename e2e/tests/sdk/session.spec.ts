/** A session in the visitor's page: the question, the bar, the stream, its end, and how they outlive trouble. */
import { expect, test } from "../../fixtures/index.ts";
import { KEY, LonePage, SERVER, SESSION } from "../../src/lone-page.ts";

const HTML = `<!doctype html><html><head><title>Page</title></head><body><h1>Hello</h1><p id="end"></p>
<input id="field"></body></html>`;

const INSTALL = `<script src="${SERVER}/${KEY}.js"></script>`;

test("S3: before the visitor says yes nothing of the page leaves, after a no nothing ever", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  lone.ask("Ada Lovelace");
  const dialog = page.getByRole("dialog", { name: "Share this page?" });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText("Ada Lovelace");
  expect(lone.headers).toEqual([]);
  await dialog.getByRole("button", { name: "Decline" }).click();
  expect((await lone.until("session.answer")).allow).toBe(false);
  lone.send({ type: "session.end", session: SESSION, reason: "declined" });
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0);
  lone.capture();
  await expect.poll(() => lone.count("session.answer")).toBe(1);
  expect(lone.headers).toEqual([]);
});

test("Escape declines, Enter and Space choose nothing beforehand, and the page behind hears no key", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await page.evaluate(() => {
    Object.assign(window, { keys: 0 });
    addEventListener("keydown", () => (window as unknown as { keys: number }).keys++);
  });
  lone.ask();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  expect(lone.count("session.answer")).toBe(0);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Decline" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Allow" })).toBeFocused();
  await page.keyboard.press("Escape");
  expect((await lone.until("session.answer")).allow).toBe(false);
  expect(await page.evaluate(() => (window as unknown as { keys: number }).keys)).toBe(0);
});

test("the team's own words are shown, names filled in", async ({ page }) => {
  const settings = {
    authorization_prompt_title: "May {%agentName%|somebody} look?",
    authorization_prompt_message: "On {%currentDomain%}, {%missing%|as always}.",
  };
  const lone = await LonePage.open(page, { html: HTML, settings });
  await lone.welcomed();
  lone.ask("");
  const dialog = page.getByRole("dialog", { name: "May somebody look?" });
  await expect(dialog).toContainText("On shop.test, as always.");
});

test("onSessionRequest takes the place of the prompt, also when it throws afterwards", async ({
  page,
}) => {
  const head = `${INSTALL}<script>UserView("init", { onSessionRequest(cb, name) { window.asked = name; cb(true); cb(false); throw new Error("page"); } });</script>`;
  const lone = await LonePage.open(page, { html: HTML, head });
  await lone.welcomed();
  lone.ask("Grace");
  expect((await lone.until("session.answer")).allow).toBe(true);
  expect(await page.evaluate(() => (window as unknown as { asked: string }).asked)).toBe("Grace");
  expect(lone.count("session.answer")).toBe(1);
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0);
});

test("another tab's answer takes the prompt away", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  lone.ask();
  await expect(page.getByRole("dialog")).toBeVisible();
  await lone.share();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Screen sharing" })).toContainText(
    "Ada sees this page",
  );
});

test("the bar says who watches and who is in control; the page's handlers hear it", async ({
  page,
}) => {
  const head = `${INSTALL}<script>window.told = []; for (const name of ["connection","sessionRequest","sessionStart","sessionEnd","newObserver","observerGone","observersCount","controlGranted","controlReleased"])
    UserView("on", name, (...args) => told.push([name, ...args.map((one) => typeof one === "object" ? one.name : one)].join(" ")));</script>`;
  const lone = await LonePage.open(page, { html: HTML, head });
  await lone.welcomed();
  lone.ask();
  await page.getByRole("button", { name: "Allow" }).click();
  await lone.share();
  const bar = page.getByRole("region", { name: "Screen sharing" });
  const both = [
    { id: "p1", name: "Ada", color: 0 },
    { id: "p2", name: "Grace", color: 1 },
  ];
  lone.send({ type: "session.agents", session: SESSION, agents: both, control: null });
  await expect(bar).toContainText("Ada and Grace see this page");
  lone.send({ type: "session.agents", session: SESSION, agents: both, control: "p2" });
  await expect(bar).toContainText("Grace is in control");
  lone.send({ type: "session.agents", session: SESSION, agents: both.slice(0, 1), control: null });
  await expect(bar).toContainText("Ada sees this page");
  lone.send({ type: "session.end", session: SESSION, reason: "agent_stopped" });
  await expect(bar).toContainText("Sharing has ended");
  expect(await page.evaluate(() => (window as unknown as { told: string[] }).told)).toEqual([
    "connection",
    "sessionRequest Ada",
    "sessionStart",
    "newObserver p1 Ada",
    "observersCount 1",
    "newObserver p2 Grace",
    "observersCount 2",
    "controlGranted p2",
    "observerGone p2 Grace",
    "observersCount 1",
    "controlReleased p2",
    "observerGone p1 Ada",
    "observersCount 0",
    "sessionEnd agent_stopped",
  ]);
});

test("S7: stop stops first and speaks then; nothing of the page follows", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await lone.until("session.stop");
  const frames = lone.headers.length;
  await page.locator("#end").evaluate((end) => end.replaceChildren("after the stop"));
  await page.locator("#field").fill("typed after the stop");
  lone.send({ type: "capture.snapshot", session: SESSION });
  lone.send({ type: "session.agents", session: SESSION, agents: [], control: null });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(lone.headers.length).toBe(frames);
  lone.send({ type: "session.end", session: SESSION, reason: "visitor_stopped" });
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0);
});

test("S7: a stop that the server could not hear holds when the connection is back", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  await page.evaluate(() => {
    // A line that is dead without anybody knowing.
    WebSocket.prototype.send = () => {};
  });
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await expect(page.getByRole("region", { name: "Screen sharing" })).toContainText(
    "Sharing has ended",
  );
  await page.reload();
  await expect.poll(() => lone.count("hello")).toBe(2);
  const frames = lone.headers.length;
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: true,
    agents: [],
    control: null,
  });
  lone.capture();
  expect((await lone.until("session.stop")).session).toBe(SESSION);
  expect(lone.headers.length).toBe(frames);
  await expect(page.getByRole("region", { name: "Screen sharing" })).toHaveCount(0);
});

test("R2, R3: after a lost connection the stream goes on where the server stands", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML, acknowledges: false });
  await lone.welcomed();
  await lone.share();
  const before = lone.headers.length;
  await lone.drop();
  await page.locator("#end").evaluate((end) => end.replaceChildren("while it was gone"));
  const hello = await lone.until("hello", ({ resume }) => resume !== null);
  expect(hello.resume).toMatchObject({ session: SESSION, page: 1, epoch: 1 });
  expect(hello.visitor?.short_id).toBe("ABCDEFGHIJKLMNOP12");
  const agents = [{ id: "p1", name: "Ada", color: 0 }];
  lone.send({ type: "session.start", session: SESSION, continued: true, agents, control: null });
  lone.send({ type: "capture.resume", session: SESSION, page: 1, epoch: 1, sequence: before });
  await lone.told("while it was gone");
  const sequences = lone.headers.map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_one, index) => index + 1));
  expect(lone.snapshots()).toBe(1);
});

test("a session that ended while the connection was gone is over", async ({ page }) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  await lone.drop();
  await expect.poll(() => lone.count("hello")).toBe(2);
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0, { timeout: 15_000 });
  const frames = lone.headers.length;
  await page.locator("#field").fill("nobody looks");
  expect(lone.headers.length).toBe(frames);
});

test("K1: after a code that says never, the SDK stays away", async ({ page }) => {
  await page.clock.install();
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.drop(4409);
  await page.clock.runFor(60_000);
  expect(lone.count("hello")).toBe(1);
});

test("B2: no more is on its way than the window", async ({ page }) => {
  const html = HTML.replace(
    "<h1>Hello</h1>",
    Array.from({ length: 4000 }, (_one, i) => `<p id="p${i}">${Math.sin(i)}</p>`).join(""),
  );
  const lone = await LonePage.open(page, { html, acknowledges: false, windowBytes: 40_000 });
  await lone.welcomed();
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: false,
    agents: [],
    control: null,
  });
  lone.capture();
  await expect.poll(() => lone.headers.length).toBe(1);
  lone.send({ type: "ack", epoch: 1, sequence: 1 });
  await expect.poll(() => lone.headers.length).toBe(2);
});

test("the SDK leaves one global, and none of the engine's hooks when it has stopped", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  const names = async (): Promise<string[]> =>
    page.evaluate(() =>
      Object.getOwnPropertyNames(window).filter((name) => !(name in Object(frames[0] ?? {}))),
    );
  const before = await names();
  await lone.share();
  lone.send({ type: "session.end", session: SESSION, reason: "agent_stopped" });
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0);
  expect((await names()).filter((name) => !before.includes(name))).toEqual([]);
  expect(before.filter((name) => /userview|rrweb/i.test(name))).toEqual(["UserView"]);
});

test("S7: stopping in one tab stops the others at once, before the server speaks", async ({
  page,
  context,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  const other = await LonePage.open(await context.newPage(), { html: HTML });
  await other.welcomed();
  await other.share();
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await expect(other.page.getByRole("region", { name: "Screen sharing" })).toContainText(
    "Sharing has ended",
  );
  const frames = other.headers.length;
  await other.page.locator("#field").fill("not any more");
  await other.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(other.headers.length).toBe(frames);
});
