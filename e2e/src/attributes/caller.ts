/** Dora, who comes to an agent by herself: by his personal link, and by asking for help. She declines both times. */
import type { Page } from "@playwright/test";
import { expect } from "../../fixtures/index.ts";
import { decline, shortIdOf } from "../people.ts";
import type { Rest } from "../rest.ts";
import { sessionAt } from "./acts.ts";
import type { Session, Told, Visitor } from "./told.ts";

/**
 * Play it.
 *
 * @param agent at the dashboard, signed in
 * @param link leads to a page of the site, and calls the agent
 */
export async function called(
  rest: Rest,
  agent: Page,
  dora: Page,
  link: string,
): Promise<Told["caller"]> {
  await dora.goto(link);
  const shortId = await shortIdOf(dora);
  const visitorNow = async (): Promise<Visitor> =>
    (await rest.good<{ visitor: Visitor }>("GET", `/v1/visitors/${shortId}`)).visitor;
  const sessionNow = async (id: string): Promise<Session> =>
    (await rest.good<{ session: Session }>("GET", `/v1/sessions/${id}`)).session;

  const answer = async (button: RegExp): Promise<{ at: Visitor; session: Session }> => {
    await agent.getByRole("link", { name: /^Waiting/ }).click();
    await agent.getByRole("button", { name: button }).click();
    await expect(agent).toHaveURL(/\/watch\//);
    const at = await visitorNow();
    await decline(dora);
    const id = sessionAt(agent);
    await expect.poll(async () => (await sessionNow(id)).state).toBe("ended");
    return { at, session: await sessionNow(id) };
  };

  await expect.poll(async () => (await visitorNow()).is_waiting_for_call).toBe(true);
  const waiting = await visitorNow();
  const { at: answered, session: call } = await answer(/^Answer/);
  const after = await visitorNow();
  await agent.getByRole("link", { name: /^Back to/ }).click();
  // The corner says first how the session ended.
  await expect(async () => {
    await dora.evaluate(() => void window.UserView("requestAgent"));
    await expect(agent.getByRole("link", { name: "Waiting 1 waiting" })).toBeVisible({
      timeout: 1000,
    });
  }).toPass({ timeout: 15_000 });
  const asking = await visitorNow();
  const { session: help } = await answer(/^Help/);
  return { waiting, answered, after, asking, sessions: { call, help } };
}
