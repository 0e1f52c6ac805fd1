// Your product's server, as small as it can be: serves the two pages, and asks UserView for a token whenever one wants to show a session.
// Run: USERVIEW_URL=http://localhost:8000 SECRET_KEY=sk_… node examples/embed/server.mjs
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const { USERVIEW_URL = "http://localhost:8000", SECRET_KEY, PORT = "8090" } = process.env;
if (SECRET_KEY === undefined) throw new Error("expected SECRET_KEY in the environment, got none");

const headers = { "X-Api-Key": SECRET_KEY, "Content-Type": "application/json" };
const PAGES = { "/": "component.html", "/frame": "frame.html" };

/** One operation of the API, for instance `GET /v1/visitors`. */
async function ask(method, path, body) {
  const answer = await fetch(`${USERVIEW_URL}/v1${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
  });
  const read = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${read.message}`);
  return read;
}

/** A token for whoever is on the site now; your product knows whom its ticket is about. */
async function viewerToken(origin) {
  const { visitors } = await ask("GET", "/visitors?search=online&limit=1");
  if (visitors.length === 0) throw new Error("nobody is on your site now");
  return await ask("POST", `/visitors/${visitors[0].short_id}/viewer_token`, {
    viewer: { id: "agent-7", name: "Grace" },
    allowed_origins: [origin],
  });
}

const server = createServer(async (request, response) => {
  const reply = (status, type, body) =>
    response.writeHead(status, { "Content-Type": type }).end(body);
  try {
    const page = PAGES[request.url];
    if (request.method === "POST" && request.url === "/viewer-token") {
      const token = await viewerToken(`http://${request.headers.host}`);
      reply(200, "application/json", JSON.stringify(token));
    } else if (page !== undefined) {
      const html = await readFile(new URL(page, import.meta.url), "utf8");
      reply(200, "text/html; charset=utf-8", html.replaceAll("__USERVIEW_SERVER__", USERVIEW_URL));
    } else {
      reply(404, "text/plain", `There is no ${request.url} here.`);
    }
  } catch (error) {
    reply(502, "application/json", JSON.stringify({ message: error.message }));
  }
});
server.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`Ready at http://localhost:${server.address().port}`);
});
