/** Live chats on the visitor's page, seen through REST in a real browser; and identities that the site's server signed. */
import { createHmac } from "node:crypto";
import { expect, test } from "../../src/journey.ts";
import { shortIdOf, signIn } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

/** Chats as their documentation shows them, each with a way in which it is read. */
const CHATS: Readonly<Record<string, { script: string; expected: Record<string, unknown> }>> = {
  intercom: {
    script: `intercomSettings = { app_id: "x", name: "Ina Com", email: "ina@example.com" };
      Intercom = function (call) { return call === "getVisitorId" ? "8a6f0c" : undefined; };`,
    expected: { name: "Ina Com", email: "ina@example.com", integration_ids: ["intercom:8a6f0c"] },
  },
  crisp: {
    script: `$crisp = [];
      CRISP_WEBSITE_ID = "5f0c";
      setTimeout(function () {
        var values = { "user:nickname": "Cris P", "user:email": "cris@example.com", "session:identifier": "session_9" };
        $crisp = { get: function (name) { return values[name]; }, is: function () { return true; }, push: function () {} };
      }, 300);`,
    expected: { name: "Cris P", email: "cris@example.com", integration_ids: ["crisp:session_9"] },
  },
  olark: {
    script: `olark = function (call, cb) { if (call === "api.visitor.getDetails") cb({ fullName: "Ola Rk", emailAddress: "ola@example.com" }); };
      olark.identify = function () {};`,
    expected: { name: "Ola Rk", email: "ola@example.com", integration_ids: [] },
  },
  freshchat: {
    script: `fcWidget = { isInitialized: function () { return true; }, user: { get: function () {
      return Promise.resolve({ data: { firstName: "Fre", lastName: "Sh", email: "fre@example.com" } }); } } };`,
    expected: { name: "Fre Sh", email: "fre@example.com", integration_ids: [] },
  },
  drift: {
    script: `drift = { identify: function () {}, on: function (name, cb) { if (name === "startConversation") setTimeout(cb, 200, { conversationId: 4711 }); } };`,
    expected: { name: null, integration_ids: ["drift:4711"] },
  },
};

function page(script: string): string {
  return `<!doctype html><html><head><title>Chat</title><script>${script}</script></head><body>Chat</body></html>`;
}

for (const [name, { script, expected }] of Object.entries(CHATS)) {
  test(`I6: a page with ${name} tells which chat it is, and what it says of the visitor`, async ({
    server,
    newPerson,
    openSite,
  }) => {
    const site = await openSite({
      name: "plain",
      head: snippet(server.ready),
      pages: { "/chat.html": page(script) },
    });
    const visitor = await newPerson();
    await visitor.goto(site.url("/chat.html"));
    const rest = Rest.of(server);
    const shortId = await shortIdOf(visitor);
    await expect
      .poll(() => rest.visitor(shortId), { timeout: 15_000 })
      .toMatchObject({ integration: name, identity_verified: false, ...expected });
  });
}

test("of a page without a chat none is said, and who the visitor was stays known", async ({
  server,
  newPerson,
  openSite,
}) => {
  const chat = CHATS["intercom"] as { script: string };
  const pages = { "/chat.html": page(chat.script), "/quiet.html": page("") };
  const site = await openSite({ name: "plain", head: snippet(server.ready), pages });
  const visitor = await newPerson();
  await visitor.goto(site.url("/chat.html"));
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  await expect.poll(() => rest.visitor(shortId)).toMatchObject({ integration: "intercom" });
  await visitor.goto(site.url("/quiet.html"));
  await expect
    .poll(() => rest.visitor(shortId), { timeout: 20_000 })
    .toMatchObject({ integration: null, name: "Ina Com" });
});

test("a page that says no is not looked into", async ({ server, newPerson, openSite }) => {
  const chat = CHATS["intercom"] as { script: string };
  const head = snippet(server.ready, { integrateWithLivechat: false, uniqueId: "quiet-1" });
  const site = await openSite({ name: "plain", head, pages: { "/chat.html": page(chat.script) } });
  const visitor = await newPerson();
  await visitor.clock.install();
  await visitor.addInitScript(() => {
    Object.assign(window, { asked: 0 });
    Object.defineProperty(window, "Intercom", {
      set: () => {},
      get: () => {
        (window as unknown as { asked: number }).asked += 1;
        return () => {};
      },
    });
  });
  const companion = visitor.waitForResponse(/\/companion-/);
  await visitor.goto(site.url("/chat.html"));
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  await expect.poll(() => rest.visitor(shortId)).toMatchObject({ unique_id: "quiet-1" });
  await (await companion).finished();
  // Every look is over by then.
  await visitor.clock.runFor(11_000);
  expect(await visitor.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(0);
  expect(await rest.visitor(shortId)).toMatchObject({ integration: null, identities: null });
});

test("I2, I3: a signed identity is verified, in REST and in the dashboard; a forged one is told in the console", async ({
  server,
  newPerson,
  openSite,
}) => {
  const rest = Rest.of(server);
  const { body } = await rest.ask<{ identity_secret: { secret: string } }>(
    "GET",
    "/v1/team/identity_secret",
  );
  const claims = (exp: number): object => ({
    sub: "signed-7",
    identities: ["Vera Signed", "vera@example.com"],
    aud: server.ready.public_key,
    exp: Math.round(Date.now() / 1000) + exp,
  });
  const head = snippet(server.ready);
  const site = await openSite({ name: "plain", head, pages: {} });
  const visitor = await newPerson();
  const lines: string[] = [];
  visitor.on("console", (line) => void lines.push(line.text()));
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  const update = (options: object): Promise<void> =>
    visitor.evaluate((given) => void window.UserView("updateConnection", given), options);

  await update({
    identityToken: token(claims(300), "a secret that somebody made up, long enough"),
  });
  await expect.poll(() => lines.join("\n")).toContain("identity_refused");
  expect(lines.join("\n")).toContain("signature");
  expect(await rest.visitor(shortId)).toMatchObject({ unique_id: null, identity_verified: false });

  await update({ identityToken: token(claims(300), body.identity_secret.secret) });
  await expect
    .poll(() => rest.visitor(shortId))
    .toMatchObject({
      unique_id: "signed-7",
      name: "Vera Signed",
      identity_verified: true,
    });

  const phone = await newPerson();
  await phone.goto(
    (
      await openSite({ name: "plain", head: snippet(server.ready, { uniqueId: "signed-7" }) })
    ).url(),
  );
  const phoneId = await shortIdOf(phone);
  const agent = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(agent, server);
  const mark = { name: /^Verified/ };
  await expect(
    agent.getByRole("row").filter({ hasText: "Vera Signed" }).getByRole("img", mark),
  ).toBeVisible();
  await agent.goto(new URL(`/visitors/${shortId}`, server.ready.base_url).href);
  const card = agent.getByRole("region", { name: "Identity" });
  await expect(card).toContainText("Your server, in a signed token");
  await card.getByRole("link").click();
  await expect(agent).toHaveURL(new RegExp(`/visitors/${phoneId}$`));
  await expect(card).toContainText("Unverified");
  await expect(agent.getByRole("img", { name: /^Unverified/ })).toBeVisible();
});

function token(claims: object, secret: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
