import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Asks } from "../src/session/asset_asks.ts";

interface Asked {
  readonly authorization: string | undefined;
  readonly assets: { id: string; url: string; bytes?: number }[];
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

/** A real server; what it was asked, and what has been answered of each asset. */
async function asking(
  answer: (asked: Asked, response: ServerResponse, request: IncomingMessage) => void,
) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { authorization } = request.headers;
      asked.push({ authorization, assets: JSON.parse(body).assets });
      answer(asked.at(-1) as Asked, response, request);
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const heard: [string, boolean][] = [];
  const waiting: (() => void)[] = [];
  const stop = new AbortController();
  const asks = new Asks(`http://127.0.0.1:${port}/`, "token", stop.signal, ({ asset }, kept) => {
    heard.push([asset.id, kept]);
    for (const look of waiting) look();
  });
  const add = (id: string, urgency = 0): void =>
    asks.add({
      asset: { id, url: `https://cdn.example.net/${id}`, use: "picture", element: null },
      urgency,
      last: false,
    });
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (heard.length >= count) resolve();
      };
      waiting.push(look);
      look();
    });
  return { asks, asked, heard, add, until, stop };
}

const line = (id: string, kept: boolean): string => `${JSON.stringify({ id, kept })}\n`;

test("F4: what is named together is asked together, the most urgent first", async () => {
  const { asked, heard, add, until } = await asking(({ assets }, response) =>
    response.end(assets.map(({ id }) => line(id, id !== "b")).join("")),
  );
  add("a", 2);
  add("b", 0);
  add("c", 1);
  await until(3);
  expect(asked).toEqual([
    {
      authorization: "Bearer token",
      assets: ["b", "c", "a"].map((id) => ({ id, url: `https://cdn.example.net/${id}` })),
    },
  ]);
  expect(heard).toEqual([
    ["b", false],
    ["c", true],
    ["a", true],
  ]);
});

test("F4: each is heard as soon as the server knows it, also in pieces", async () => {
  let response: ServerResponse | undefined;
  const { heard, add, until } = await asking((_asked, given) => {
    response = given;
    given.write(line("a", true) + line("b", false).slice(0, 5));
  });
  add("a");
  add("b");
  await until(1);
  expect(heard).toEqual([["a", true]]);
  response?.end(line("b", false).slice(5));
  await until(2);
  expect(heard).toEqual([
    ["a", true],
    ["b", false],
  ]);
});

test("F4: fifty are asked at once, two times", async () => {
  const open: ServerResponse[] = [];
  const { asked, add, until } = await asking(({ assets }, response) => {
    response.write(line(assets[0]?.id ?? "", true));
    open.push(response);
  });
  for (let number = 0; number < 130; number++) add(`a${number}`);
  await until(2);
  expect(asked.map(({ assets }) => assets.length)).toEqual([50, 50]);
  for (const response of open.splice(0)) response.end();
  await until(101);
  expect(asked.map(({ assets }) => assets.length)).toEqual([50, 50, 30]);
});

test.each([
  ["a server that fails", (response: ServerResponse) => response.writeHead(500).end()],
  ["an answer that is cut off", (response: ServerResponse) => void response.destroy()],
  ["an answer that is no JSON", (response: ServerResponse) => response.end("<html>\n")],
  ["an empty answer", (response: ServerResponse) => response.end()],
])("F4: %s leaves all to the browser", async (_what, answer) => {
  const { asks, heard, add, until } = await asking((_asked, response) => void answer(response));
  add("a");
  await until(1);
  expect(heard).toEqual([["a", false]]);
  expect(asks.open).toBe(true);
});

test("F4: a server that fetches nothing is not asked again", async () => {
  const { asks, asked, heard, add, until } = await asking((_asked, response) => {
    response.writeHead(204).end();
  });
  add("a");
  await until(1);
  expect(asks.open).toBe(false);
  add("b");
  await until(2);
  expect(heard).toEqual([
    ["a", false],
    ["b", false],
  ]);
  expect(asked.length).toBe(1);
});

test("S7: after the stop nothing is heard, and the question is taken back", async () => {
  let gone: Promise<unknown> | undefined;
  const { asks, heard, add, until, stop } = await asking((_asked, response) => {
    gone = once(response, "close");
    response.write(line("a", true));
  });
  add("a");
  add("b");
  await until(1);
  stop.abort();
  asks.stop();
  await gone;
  expect(heard).toEqual([["a", true]]);
});
