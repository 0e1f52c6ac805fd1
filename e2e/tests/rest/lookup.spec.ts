/** Lookup codes from end to end (rules L1 and L2): the visitor's page shows one, whoever types it finds the visitor. */
import { DatabaseSync } from "node:sqlite";
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { shortIdOf } from "../../src/people.ts";
import { type Answer, Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const HTML = `<!doctype html><html><head><title>Help</title></head><body>
<p>Tell us <output id="code">…</output>, and we look at it together.</p></body></html>`;

interface Found {
  status: string;
  error?: string;
  message?: string;
  request_id?: string;
  visitor?: { short_id: string };
}

async function codeOf(visitor: Page): Promise<string> {
  return visitor.evaluate(async () => (await window.UserView("getLookupCode")) as string);
}

async function lookUp(rest: Rest, code: string): Promise<Answer<Found>> {
  return rest.ask<Found>("POST", "/v1/lookup", { code });
}

/** A code that nobody has. */
function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

/** Ten minutes pass for all codes: their time is up. */
function expireAll(server: Server): void {
  const database = new DatabaseSync(`${server.dataDir}/data/userview.db`);
  database.exec("PRAGMA busy_timeout = 5000");
  const { changes } = database
    .prepare("UPDATE lookup_codes SET expires_at = '2026-01-01 00:00:00.000000'")
    .run();
  database.close();
  expect(changes).toBe(1);
}

test("a code finds its visitor until a session is asked for; then the page shows another one", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const head = snippet(server.ready, { lookupCodeElement: "#code" });
  const site = await openSite({ name: "plain", head, pages: { "/help.html": HTML } });
  const visitor = await newPerson();
  await visitor.goto(site.url("/help.html"));
  const shortId = await shortIdOf(visitor);
  const shown = visitor.locator("#code");
  await expect(shown).toHaveText(/^\d{6}$/);
  const first = (await shown.textContent()) ?? "";
  expect(await codeOf(visitor)).toBe(first);
  const found = await lookUp(rest, first);
  expect([found.status, found.body.visitor?.short_id]).toEqual([200, shortId]);
  expect((await rest.search(first)).map(({ short_id }) => short_id)).toEqual([shortId]);

  // Asking is enough: the link need not be opened, and the visitor is not asked yet.
  await rest.watchUrl(shortId);
  await expect(shown).not.toHaveText(first);
  await expect(shown).toHaveText(/^\d{6}$/);
  const second = (await shown.textContent()) ?? "";
  expect(await codeOf(visitor)).toBe(second);
  expect((await lookUp(rest, second)).body.visitor?.short_id).toBe(shortId);

  const answers = [await lookUp(rest, first), await lookUp(rest, wrong(second))];
  expireAll(server);
  answers.push(await lookUp(rest, second));
  for (const { status, body } of answers) {
    expect(status).toBe(404);
    expect({ ...body, request_id: "" }).toEqual({ ...answers[0]?.body, request_id: "" });
    expect(body.error).toBe("not_found");
  }

  await test.step("guessing is slowed down, also for codes that are right", async () => {
    const guesses = [await lookUp(rest, "000000"), await lookUp(rest, "000001")];
    expect(guesses.map(({ status }) => status)).toEqual([404, 404]);
    await visitor.reload();
    await expect(shown).toHaveText(/^\d{6}$/);
    const third = (await shown.textContent()) ?? "";
    expect([first, second]).not.toContain(third);
    const refused = await lookUp(rest, third);
    expect([refused.status, refused.body.error]).toEqual([429, "rate_limited"]);
  });
});
