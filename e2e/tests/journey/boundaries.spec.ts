/** What must not be possible, and what must be said when it is tried. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag, scriptUrl } from "../../src/site.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Make a second team as an administrator does, on the command line. */
async function secondTeam(server: Server): Promise<{ publicKey: string; secretKey: string }> {
  const words = [
    "-m",
    "userview",
    "teams",
    "create",
    "Second",
    "--email",
    "second@example.com",
    "--data-dir",
    join(server.dataDir, "data"),
  ];
  const { stdout } = await promisify(execFile)(join(ROOT, ".venv/bin/python"), words, {
    cwd: server.dataDir,
  });
  const publicKey = /pk_\w+/.exec(stdout)?.[0];
  const secretKey = /sk_\w+/.exec(stdout)?.[0];
  if (publicKey === undefined || secretKey === undefined)
    throw new Error(`expected two keys, got:\n${stdout}`);
  return { publicKey, secretKey };
}

test("a team sees nothing of another team", async ({ startServer, newPerson, openSite }) => {
  const server = await startServer();
  const other = await secondTeam(server);
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  const theirs = new Rest(server.ready.base_url, other.secretKey);
  expect(await theirs.search("")).toEqual([]);
  expect((await theirs.ask<{ error: string }>("GET", `/v1/visitors/${shortId}`)).body.error).toBe(
    "not_found",
  );
  const asked = await theirs.ask<{ error: string }>("POST", `/v1/visitors/${shortId}/watch_url`, {
    agent: { id: "x", name: "X" },
  });
  expect(asked.status).toBe(404);
  expect((await Rest.of(server).visitor(shortId)).is_online).toBe(true);
});

test("a page whose site is not allowed is told so in one line, and is nobody", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const allowed = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  expect((await rest.ask("PATCH", "/v1/team", { allowed_sites: [allowed.origin] })).status).toBe(
    200,
  );

  const stranger = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    hostname: "127.0.0.1",
  });
  const visitor = await newPerson();
  const lines: string[] = [];
  visitor.on("console", (message) => lines.push(message.text()));
  await visitor.goto(stranger.url());
  await expect.poll(() => lines.filter((line) => line.includes("UserView"))).toHaveLength(1);
  expect(lines.join("\n")).toContain(stranger.origin);
  expect(await rest.search("online")).toEqual([]);

  await visitor.goto(allowed.url());
  expect((await rest.visitor(await shortIdOf(visitor))).is_online).toBe(true);
});

test("a wrong public key is told in one line", async ({ server, newPerson, openSite }) => {
  const wrong = { base_url: server.ready.base_url, public_key: "pk_NobodyHasThisKeyAtAll0000" };
  const site = await openSite({ name: "plain", head: scriptTag(wrong) });
  const visitor = await newPerson();
  const lines: string[] = [];
  visitor.on("console", (message) => {
    if (message.text().includes("UserView")) lines.push(message.text());
  });
  await visitor.goto(site.url());
  await expect.poll(() => lines).toHaveLength(1);
  await expect(visitor.getByRole("heading", { name: "A plain page" })).toBeVisible();
});

test("a strict policy with Trusted Types: the directives that the docs name are enough", async ({
  server,
  newPerson,
  openSite,
}) => {
  const { base_url: base, public_key: key } = server.ready;
  const socket = base.replace("http", "ws");
  const policy = [
    "default-src 'none'",
    `script-src ${base}`,
    `connect-src ${base} ${socket} 'self'`,
    "img-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const site = await openSite({
    name: "plain",
    head: `<script src="${scriptUrl({ base_url: base, public_key: key })}"></script>`,
    headers: { "Content-Security-Policy": policy },
  });
  const visitor = await newPerson();
  const complaints: string[] = [];
  visitor.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await expect(prompt(visitor)).toBeVisible();
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await expect(bar(visitor)).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a policy that lacks a directive: the console names it in one line", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    headers: {
      "Content-Security-Policy": `default-src 'self'; script-src ${server.ready.base_url}; connect-src 'self'`,
    },
  });
  const visitor = await newPerson();
  const lines: string[] = [];
  visitor.on("console", (message) => {
    if (message.text().startsWith("UserView")) lines.push(message.text());
  });
  await visitor.goto(site.url());
  await expect.poll(() => lines).toHaveLength(1);
  expect(lines[0]).toContain("connect-src");
});

test("pages on any loopback site are served, a dashboard page may not be framed, and each host answers only what is its own", async ({
  server,
}) => {
  const { base_url: base, replay_origin: replay } = server.ready;
  const wrongHost = await fetch(new URL("/v1/visitors", replay));
  expect(wrongHost.status).toBe(421);
  expect(await wrongHost.text()).toContain(new URL(base).host);
  expect((await fetch(new URL("/view", base))).status).toBe(421);
  const dashboard = await fetch(base);
  expect(dashboard.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  const view = await fetch(new URL("/view", replay));
  expect(view.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("the mirrored page runs no script and cannot reach out", async ({
  server,
  newPerson,
  openSite,
}) => {
  const hostile = `<!doctype html><html><head><title>Hostile</title></head><body><h1>Hostile</h1>
    <img src="/dot.svg" onload="window.ran=true" alt="">
    <a id="js" href="javascript:window.ran=true">click</a>
    <form action="/stolen"><button id="send">send</button></form>
    <iframe srcdoc="<script>parent.window.ran=true</script>"></iframe>
    <meta http-equiv="refresh" content="3600;url=/away">
    <svg><script>window.ran=true</script><a href="javascript:alert(1)"><text y="20">svg</text></a></svg></body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/hostile.html": hostile },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/hostile.html"));
  const agent = await newPerson();
  const reached: string[] = [];
  agent.on("request", (request) => {
    if (
      ![server.ready.base_url, server.ready.replay_origin].includes(new URL(request.url()).origin)
    )
      reached.push(request.url());
  });
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Hostile" })).toBeVisible();
  const inner = await mirror(agent)
    .locator("html")
    .evaluate((root) => ({
      scripts: root.querySelectorAll("script").length,
      handlers: [...root.querySelectorAll("*")]
        .flatMap((element) => [...element.attributes])
        .filter(({ name, value }) => name.startsWith("on") || value.startsWith("javascript:"))
        .length,
      ran: "ran" in window,
      sandbox: window.frameElement?.getAttribute("sandbox"),
    }));
  expect(inner.handlers).toBe(0);
  expect(inner.ran).toBe(false);
  expect(inner.sandbox).toBe("allow-same-origin");
  expect(reached.filter((url) => url.startsWith("http"))).toEqual([]);
});
