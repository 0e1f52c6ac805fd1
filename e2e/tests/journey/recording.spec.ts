/** Sessions are recorded with the visitor's consent, survive a kill of the server, and are played in the dashboard (rules T1-T6). */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf, signIn, stopSharing } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

/** Moves the dashboard's player to a moment in words of its track. */
async function seek(player: Page, ms: number): Promise<void> {
  await player.getByLabel("Moment").fill(`${ms}`);
}

test("recorded with consent, killed in between, played again, shared and deleted", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(150_000);
  const server = await startServer();
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  await rest.ask("PATCH", "/v1/team", { recording: "ask" });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const url = await rest.watchUrl(await shortIdOf(visitor));
  const id = sessionOf(url);
  const agent = await newPerson();
  await agent.goto(url);
  // The visitor chooses, and nothing is chosen beforehand.
  const choice = prompt(visitor).getByRole("checkbox", { name: "This session may be recorded" });
  await expect(choice).not.toBeChecked();
  await choice.check();
  await allow(visitor);
  const list = mirror(agent).getByRole("listitem");
  await expect(list).toHaveCount(3);
  await expect(bar(visitor).getByText("Recording")).toBeVisible();
  await expect.poll(async () => (await rest.session(id)).video_status).toBe("recording");
  const field = visitor.getByPlaceholder("What is next?");
  await field.fill("Before the kill");
  await field.press("Enter");
  await expect(mirror(agent).getByText("Before the kill")).toBeVisible();
  // Acknowledged is what is on the disk: whatever is done to the server from here on keeps it (T4).
  await visitor.waitForTimeout(400);

  await server.kill();
  await server.restart();
  await expect(bar(visitor)).toBeVisible();
  await expect.poll(async () => (await rest.session(id)).state, { timeout: 40_000 }).toBe("active");
  await field.fill("After the kill");
  await field.press("Enter");
  await expect(mirror(agent).getByText("After the kill")).toBeVisible({ timeout: 20_000 });
  await stopSharing(visitor);
  await expect.poll(async () => (await rest.session(id)).state).toBe("ended");
  const ended = await rest.session(id);
  expect(ended).toMatchObject({
    video_status: "pending",
    public_video_url: `${server.ready.base_url}/recordings/${id}`,
  });

  const member = await newPerson();
  await signIn(member, server);
  await member.goto(`${server.ready.base_url}/sessions/${id}`);
  await member.getByRole("link", { name: "Play recording" }).click();
  const played = mirror(member).getByRole("listitem");
  await expect(played).toHaveCount(3);
  await test.step("the end is what the page was at the end", async () => {
    const end = Number(await member.getByLabel("Moment").getAttribute("max"));
    expect(end).toBeGreaterThan(1000);
    await seek(member, end);
    await expect(mirror(member).getByText("After the kill")).toBeVisible();
    await expect(mirror(member).getByText("Before the kill")).toBeVisible();
  });
  await test.step("back at its beginning it plays by the space bar, and what happened leads to its moment", async () => {
    await member.getByRole("list", { name: "What happened" }).getByRole("button").first().click();
    await expect(played).toHaveCount(3);
    await expect(mirror(member).getByText("Before the kill")).toBeHidden();
    await member.keyboard.press("k");
    await expect(member.getByRole("button", { name: "Pause" })).toBeVisible();
    await member.getByRole("radio", { name: "8×" }).click();
    await expect(mirror(member).getByText("After the kill")).toBeVisible({ timeout: 20_000 });
  });
  const shared = await test.step("a link shares it with somebody who has no account", async () => {
    await member.getByRole("button", { name: "Share" }).click();
    const made = member.waitForResponse((answer) => answer.url().endsWith("/share"));
    await member.getByRole("button", { name: "Make a link" }).click();
    const { url: link } = (await (await made).json()) as { url: string };
    const guest = await newPerson();
    await guest.goto(link);
    await expect(mirror(guest).getByRole("listitem")).toHaveCount(3);
    await expect(guest.getByRole("button", { name: "Share" })).toHaveCount(0);
    return { guest, link };
  });
  await test.step("deleted, it is gone for everybody", async () => {
    await member.goto(`${server.ready.base_url}/sessions/${id}`);
    await member.getByRole("button", { name: "Delete" }).click();
    await member.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(member.getByText("Deleted", { exact: true })).toBeVisible();
    await expect(member.getByRole("link", { name: "Play recording" })).toHaveCount(0);
    expect((await rest.session(id)).video_status).toBe("removed");
    await shared.guest.goto("about:blank");
    await shared.guest.goto(shared.link);
    await expect(shared.guest.getByRole("alert")).toContainText("was deleted");
  });
});

test("who need not be asked for the session is asked to be recorded; a no is a no", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(90_000);
  const server = await startServer();
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  await rest.ask("PATCH", "/v1/team", {
    recording: "on",
    require_authorization_for_session: false,
  });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const url = await rest.watchUrl(await shortIdOf(visitor));
  const agent = await newPerson();
  await agent.goto(url);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  const question = visitor
    .locator("[data-userview-ui]")
    .getByRole("alertdialog", { name: "Request to record" });
  await question.getByRole("button", { name: "Decline" }).click();
  await expect(question).toBeHidden();
  await stopSharing(visitor);
  await expect.poll(async () => (await rest.session(sessionOf(url))).state).toBe("ended");
  expect(await rest.session(sessionOf(url))).toMatchObject({
    video_status: "not_available",
    public_video_url: null,
  });
});
