/** Pictures and fonts from wherever they may come: what the agent is shown, and where it was read (rules F1-F4). */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const FONT = fileURLToPath(
  new URL(
    "../../../node_modules/startbootstrap-sb-admin-2/vendor/fontawesome-free/webfonts/fa-regular-400.woff2",
    import.meta.url,
  ),
);

const svg = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/></svg>`;

/** A server of somebody else's. */
async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the agent's browser is given by the asset route, and every address that is none of ours. */
function watching(agent: Page, ours: readonly string[]) {
  const shown: Promise<string>[] = [];
  const strange: string[] = [];
  agent.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !ours.includes(origin)) strange.push(request.url());
  });
  agent.on("response", (response) => {
    if (!new URL(response.url()).pathname.startsWith("/assets/") || response.status() !== 200)
      return;
    shown.push(response.body().then((body) => body.toString("latin1")));
  });
  return { strange, bodies: () => Promise.all(shown) };
}

test("F4: a picture that no script may read is fetched by the server, without cookies, and shown by our route alone", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const asked: IncomingMessage["headers"][] = [];
  const cdn = await serving((request, response) => {
    if (request.headers["user-agent"] === "UserView-Assets") asked.push(request.headers);
    const headers = { "Content-Type": "image/svg+xml", "Set-Cookie": "seen=1" };
    response.writeHead(200, headers).end(svg("seagreen"));
  });
  const server = await startServer({ env: { USERVIEW_FETCH_ASSETS_ALLOW: "127.0.0.0/8" } });
  const html = `<!doctype html><html><head></head><body><img id="it" src="http://127.0.0.1:${cdn.port}/a.svg?key=5ecret"></body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/p.html": html },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/p.html"));
  const agent = await newPerson();
  const { base_url, replay_origin } = server.ready;
  const seen = watching(agent, [new URL(base_url).origin, replay_origin]);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect.poll(() => seen.bodies()).toContain(svg("seagreen"));
  expect(seen.strange).toEqual([]);
  expect(asked.length).toBe(1);
  expect(asked[0]).not.toHaveProperty("cookie");
  expect(asked[0]).not.toHaveProperty("referer");
  expect(server.log()).not.toContain("5ecret");
  cdn.close();
});

test("F5: style sheets that no script may read apply in the mirror, with all that they import", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const files: Record<string, string> = {
    "/theme.css": `@import "deep/inner.css" screen; h1 { color: rgb(1, 0, 0) }`,
    "/deep/inner.css": `@import url(../last.css) supports(display: grid);
      h2 { color: rgb(2, 0, 0); background: url(dot.svg) }`,
    "/last.css": "h3 { color: rgb(3, 0, 0) } h2 { top: 5px }",
    "/style.css": "h4 { color: rgb(4, 0, 0) }",
  };
  const cookies: (string | undefined)[] = [];
  const cdn = await serving((request, response) => {
    const css = files[request.url ?? ""];
    if (request.headers["user-agent"] === "UserView-Assets") cookies.push(request.headers.cookie);
    if (css !== undefined) response.writeHead(200, { "Content-Type": "text/css" }).end(css);
    else response.writeHead(200, { "Content-Type": "image/svg+xml" }).end(svg("teal"));
  });
  const server = await startServer({ env: { USERVIEW_FETCH_ASSETS_ALLOW: "127.0.0.0/8" } });
  const at = `http://127.0.0.1:${cdn.port}`;
  const html = `<!doctype html><html><head><link rel="stylesheet" href="${at}/theme.css">
    <style>@import "${at}/style.css" layer(low); h5 { color: rgb(5, 0, 0) }</style></head>
    <body>${[1, 2, 3, 4, 5].map((level) => `<h${level}>Level</h${level}>`).join("")}</body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/p.html": html },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/p.html"));
  const agent = await newPerson();
  const { base_url, replay_origin } = server.ready;
  const seen = watching(agent, [new URL(base_url).origin, replay_origin]);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  for (const level of [1, 2, 3, 4, 5]) {
    const colour = `rgb(${level}, 0, 0)`;
    await expect(visitor.locator(`h${level}`)).toHaveCSS("color", colour);
    await expect(mirror(agent).locator(`h${level}`)).toHaveCSS("color", colour);
  }
  await expect.poll(() => seen.bodies()).toContain(svg("teal"));
  expect(seen.strange).toEqual([]);
  expect(cookies.every((cookie) => cookie === undefined)).toBe(true);
  cdn.close();
});

test("F4: a picture for whoever is signed in is shown as this visitor sees it, also where a stranger gets another", async ({
  server,
  newPerson,
}) => {
  const site = await serving((request, response) => {
    const known = request.headers.cookie?.includes("id=grace") === true;
    if (request.url === "/me.svg") {
      response.writeHead(200, { "Content-Type": "image/svg+xml" });
      response.end(svg(known ? "purple" : "grey"));
    } else {
      response.writeHead(200, { "Content-Type": "text/html", "Set-Cookie": "id=grace; HttpOnly" });
      response.end(
        `<!doctype html><html><head>${scriptTag(server.ready)}</head><body><img src="/me.svg"></body></html>`,
      );
    }
  });
  const visitor = await newPerson();
  await visitor.goto(`http://localhost:${site.port}/`);
  const agent = await newPerson();
  const { base_url, replay_origin } = server.ready;
  const seen = watching(agent, [new URL(base_url).origin, replay_origin]);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect.poll(() => seen.bodies()).toContain(svg("purple"));
  expect(await seen.bodies()).not.toContain(svg("grey"));
  expect(seen.strange).toEqual([]);
  site.close();
});

test("F1: a font of another origin reaches the agent", async ({ server, newPerson, openSite }) => {
  const file = readFileSync(FONT);
  const fonts = await serving((_request, response) => {
    const headers = { "Content-Type": "font/woff2", "Access-Control-Allow-Origin": "*" };
    response.writeHead(200, headers).end(file);
  });
  const html = `<!doctype html><html><head><style>
    @font-face { font-family: Other; src: url("http://127.0.0.1:${fonts.port}/other.woff2") }
    p { font: 40px Other }</style></head><body><p>&#xf004; &#xf005;</p></body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/p.html": html },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/p.html"), { waitUntil: "networkidle" });
  const agent = await newPerson();
  const { base_url, replay_origin } = server.ready;
  const seen = watching(agent, [new URL(base_url).origin, replay_origin]);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect.poll(() => seen.bodies()).toContain(file.toString("latin1"));
  expect(seen.strange).toEqual([]);
  fonts.close();
});
