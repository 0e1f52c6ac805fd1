/** What the people of the journey do more than once, and how it is looked at. */
import type { Page } from "@playwright/test";
import { expect } from "../../fixtures/index.ts";
import type { Rest } from "../rest.ts";
import type { Cast } from "./cast.ts";
import type { Between, Description, Found, Opened, Visitor } from "./told.ts";

/** Do something; what came of it, and when it was. */
export async function timed<Result>(
  act: () => Promise<Result>,
): Promise<Between & { result: Result }> {
  const from = Date.now();
  const result = await act();
  return { from, to: Date.now(), result };
}

/** The settings that the server tells a page, from now on. */
export function settingsToldTo(page: Page): Readonly<Record<string, unknown>>[] {
  const told: Readonly<Record<string, unknown>>[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload !== "string") return;
      const { settings } = JSON.parse(payload) as { settings?: Record<string, unknown> };
      if (settings !== undefined) told.push(settings);
    });
  });
  return told;
}

/** The code that the page shows its visitor. */
export async function lookupCodeOf(visitor: Page): Promise<string> {
  return visitor.evaluate(async () => (await window.UserView("getLookupCode")) as string);
}

/** Titles of all that a visitor did. */
export function titles(visitor: Visitor): string[] {
  return visitor.history?.flatMap(({ events }) => events.map(({ title }) => title)) ?? [];
}

/** Sign in where a page asks for it; whether it did. */
export async function signInAt(agent: Page, { server }: Cast): Promise<boolean> {
  const email = agent.getByLabel("E-mail");
  await expect(email).toBeVisible();
  await email.fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();
  await expect(email).toBeHidden();
  return true;
}

/** Type into the dashboard's search, and watch the visitor whom it finds. */
export async function watchFromList(agent: Page, { server }: Cast, search: string): Promise<void> {
  await agent.goto(server.ready.dashboard_url);
  const found = agent.waitForResponse(
    (answer) => new URL(answer.url()).searchParams.get("search") === search && answer.ok(),
  );
  await agent.getByLabel("Search visitors").fill(search);
  await found;
  await agent.getByRole("link", { name: "Watch Carla Cart" }).click();
  await expect(agent).toHaveURL(/\/watch\//);
}

/** The session that an agent's watch page shows. */
export function sessionAt(agent: Page): string {
  return new URL(agent.url()).pathname.split("/")[2] ?? "";
}

/** What each of these URLs gives. */
export async function opened(urls: readonly string[] = []): Promise<Record<string, Opened>> {
  const found: Record<string, Opened> = {};
  for (const url of new Set(urls)) {
    const answer = await fetch(url);
    const type = answer.headers.get("content-type");
    found[url] = { status: answer.status, type, text: await answer.text() };
  }
  return found;
}

/** The sessions that REST finds with each value that an attribute can have, newest first. */
export async function sessionsBy(
  rest: Rest,
  { components }: Description,
  attribute: "source" | "video_status",
): Promise<Found> {
  const found: Record<string, string[]> = {};
  for (const value of components.schemas["Session"]?.properties[attribute]?.enum ?? []) {
    const path = `/v1/sessions?${attribute}=${encodeURIComponent(value)}`;
    const { sessions } = await rest.good<{ sessions: { id: string }[] }>("GET", path);
    found[value] = sessions.map(({ id }) => id);
  }
  return found;
}
