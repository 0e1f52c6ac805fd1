/** What happens in real browsers reaches a receiver, signed, in order. */
import { expect, test } from "../../src/journey.ts";
import { allow, prompt, shortIdOf, stopSharing } from "../../src/people.ts";
import { Receiver } from "../../src/receiver.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const SESSION = ["session.requested", "session.agent_joined", "session.started", "session.ended"];

test("visitors and sessions are told as they come and go", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const receiver = await Receiver.start();
  const server = await startServer({ env: { USERVIEW_EGRESS_ALLOW: "127.0.0.1" } });
  const rest = Rest.of(server);
  const made = await rest.ask<{ webhook: { id: string }; secret: string }>("POST", "/v1/webhooks", {
    url: receiver.url(),
  });
  expect(made.status).toBe(200);
  const { secret } = made.body;

  const head = snippet(server.ready, { identities: ["Wanda Web", "wanda@example.com"] });
  const site = await openSite({ name: "plain", head });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  await expect
    .poll(() => receiver.types().sort())
    .toEqual(["visitor.identified", "visitor.online"]);

  const asked = await rest.ask<{ watch_url: string; session_id: string }>(
    "POST",
    `/v1/visitors/${shortId}/watch_url`,
    {
      agent: { id: "ada", name: "Ada" },
      branding: { naked: "page_only" },
      metadata: { ticket: 4711 },
      webhook_url: receiver.url("/own"),
    },
  );
  const agent = await newPerson();
  await agent.goto(asked.body.watch_url);
  await expect(prompt(visitor)).toBeVisible();
  await allow(visitor);
  await expect.poll(() => receiver.types("/own")).toEqual(SESSION.slice(0, 3));
  await stopSharing(visitor);
  await expect.poll(() => receiver.types("/own")).toEqual(SESSION);

  // A page change is not told; leaving is.
  await visitor.goto(site.url("/second.html"));
  await visitor.close();
  await expect.poll(() => receiver.types(), { timeout: 20_000 }).toContain("visitor.offline");
  expect(receiver.types().slice(2)).toEqual([...SESSION, "visitor.offline"]);

  const told = receiver.messages();
  expect(told.find(({ type }) => type === "visitor.online")?.data.visitor).toMatchObject({
    short_id: shortId,
    name: "Wanda Web",
    is_online: true,
  });
  expect(told.at(-1)?.data.visitor).toMatchObject({ short_id: shortId, is_online: false });
  const sessions = told.flatMap(({ data }) => (data.session === undefined ? [] : [data.session]));
  expect(sessions.map(({ state }) => state)).toMatchObject(
    ["requested", /requested|authorizing/, "active", "ended"].map((state) =>
      expect.stringMatching(state),
    ),
  );
  expect(sessions.at(-1)).toMatchObject({
    id: asked.body.session_id,
    end_reason: "visitor_stopped",
    metadata: { ticket: 4711 },
    agents: [expect.objectContaining({ name: "Ada" })],
  });

  expect(receiver.verified(secret)).toBe(told.length);
  const webhooks = await rest.ask<{ webhooks: { id: string; kind: string }[] }>(
    "GET",
    "/v1/webhooks",
  );
  const own = webhooks.body.webhooks.find(({ kind }) => kind === "session");
  const ofSessions = await rest.ask<{ secret: string }>("GET", `/v1/webhooks/${own?.id}/secret`);
  expect(receiver.verified(ofSessions.body.secret, "/own")).toBe(SESSION.length);
  expect(receiver.verified(secret, "/own")).toBe(0);
  await receiver.close();
});

test("a restart of the server tells nobody that visitors came", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const receiver = await Receiver.start();
  const server = await startServer({ env: { USERVIEW_EGRESS_ALLOW: "127.0.0.1" } });
  const rest = Rest.of(server);
  await rest.ask("POST", "/v1/webhooks", { url: receiver.url() });
  const site = await openSite({ name: "plain", head: snippet(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  await expect.poll(() => receiver.types()).toEqual(["visitor.online"]);

  await server.kill();
  await server.restart();
  await expect
    .poll(async () => (await rest.visitor(shortId)).is_online, { timeout: 30_000 })
    .toBe(true);
  await visitor.close();
  await expect
    .poll(() => receiver.types(), { timeout: 30_000 })
    .toEqual(["visitor.online", "visitor.offline"]);
  await receiver.close();
});
