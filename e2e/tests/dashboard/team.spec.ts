/** Who is in a team: inviting, joining, roles, removing, names and passwords, all in browsers. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";

const PASSWORD = "a few long words";

async function accessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`),
    `what axe has against ${name}`,
  ).toEqual([]);
}

async function openTab(agent: Page, server: Server, tab: string): Promise<void> {
  await agent.goto(new URL(`/settings/${tab}`, server.ready.base_url).href);
}

/** The link that an admin gets for an address. */
async function invite(admin: Page, email: string, role: "Agent" | "Admin"): Promise<string> {
  const form = admin.getByRole("region", { name: "Invite somebody" });
  await form.getByLabel("E-mail").fill(email);
  await form.getByRole("radio", { name: role }).click();
  await form.getByRole("button", { name: "Make invitation link" }).click();
  return linkShown(admin, `Invitation for ${email}`);
}

async function linkShown(admin: Page, label: string): Promise<string> {
  const shown = admin.getByRole("region", { name: label });
  await expect(shown).toContainText("/join#");
  return (await shown.innerText()).trim();
}

async function choosePassword(person: Page, password: string): Promise<void> {
  await person.getByLabel("New password", { exact: true }).fill(password);
  await person.getByLabel("New password, once more").fill(password);
}

function row(admin: Page, email: string) {
  return admin
    .getByRole("region", { name: "Members" })
    .getByRole("listitem")
    .filter({ hasText: email });
}

function openLink(admin: Page, email: string) {
  return admin
    .getByRole("region", { name: "Open links" })
    .getByRole("listitem")
    .filter({ hasText: email });
}

async function confirm(admin: Page, button: string): Promise<void> {
  await admin.getByRole("alertdialog").getByRole("button", { name: button }).click();
}

async function enter(person: Page, server: Server, email: string, password: string): Promise<void> {
  await person.goto(new URL("/sign-in", server.ready.base_url).href);
  await person.getByLabel("E-mail").fill(email);
  await person.getByLabel("Password").fill(password);
  await person.getByRole("button", { name: "Sign in" }).click();
}

for (const [name, options] of Object.entries({
  "light and wide": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "dark and narrow": { colorScheme: "dark", viewport: { width: 390, height: 780 } },
} as const)) {
  test(`an admin invites somebody, who joins and is seen in the team: ${name}`, async ({
    startServer,
    newPerson,
  }) => {
    const server = await startServer();
    const admin = await newPerson(options);
    await signIn(admin, server);
    await openTab(admin, server, "members");
    await expect(row(admin, server.ready.agent_email)).toContainText("You");
    await expect(row(admin, server.ready.agent_email)).toContainText("You are the only admin");
    const link = await invite(admin, "grace@example.com", "Agent");
    await expect(openLink(admin, "grace@example.com")).toContainText(/[67] days left/);
    await accessible(admin, "the members");
    // The link is shown this once.
    await admin.reload();
    await expect(openLink(admin, "grace@example.com")).toBeVisible();
    await expect(admin.getByText(link)).toHaveCount(0);

    const grace = await newPerson(options);
    await grace.goto(link);
    await expect(grace.getByRole("heading", { name: /^Join / })).toBeVisible();
    expect(grace.url()).not.toContain("#");
    await accessible(grace, "an invitation");
    const join = grace.getByRole("button", { name: "Join the team" });
    await grace.getByLabel("Your name").fill("Grace Hopper");
    await choosePassword(grace, "short");
    await expect(grace.getByText("Too short: 10 characters or more.")).toBeVisible();
    await expect(join).toBeDisabled();
    await grace.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await expect(grace.getByText("The two differ.")).toBeVisible();
    await choosePassword(grace, PASSWORD);
    await join.click();
    await expect(grace.getByLabel("Search visitors")).toBeVisible();

    await admin.reload();
    await expect(row(admin, "grace@example.com")).toContainText("Grace Hopper");
    await expect(row(admin, "grace@example.com")).toContainText("Online");
    await expect(admin.getByText("Links wait here until they are used")).toBeVisible();

    // Agents see who is there and change nobody.
    await openTab(grace, server, "members");
    await expect(row(grace, server.ready.agent_email)).toBeVisible();
    await expect(grace.getByRole("region", { name: "Invite somebody" })).toHaveCount(0);
    await expect(grace.getByRole("button", { name: "Remove" })).toHaveCount(0);

    const late = await newPerson();
    await late.goto(link);
    await expect(late.getByRole("heading", { name: "This link is no longer good" })).toBeVisible();
    await accessible(late, "a link that was used");
  });
}

test("links are made anew and taken back; what is wrong with one is not told", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const admin = await newPerson();
  await signIn(admin, server);
  await openTab(admin, server, "members");
  const first = await invite(admin, "lin@example.com", "Admin");
  await openLink(admin, "lin@example.com").getByRole("button", { name: "New link" }).click();
  await expect(admin.getByText(first)).toHaveCount(0);
  const second = await linkShown(admin, "Invitation for lin@example.com");
  const lin = await newPerson();
  const gone = lin.getByRole("heading", { name: "This link is no longer good" });
  await lin.goto(first);
  await expect(gone).toBeVisible();
  await lin.goto("about:blank");
  await lin.goto(second);
  await expect(lin.getByText("as an admin")).toBeVisible();

  await openLink(admin, "lin@example.com").getByRole("button", { name: "Revoke" }).click();
  await confirm(admin, "Revoke link");
  await expect(openLink(admin, "lin@example.com")).toHaveCount(0);
  await choosePassword(lin, PASSWORD);
  await lin.getByRole("button", { name: "Join the team" }).click();
  await expect(gone).toBeVisible();
  await lin.goto(new URL("/join", server.ready.base_url).href);
  await expect(gone).toBeVisible();

  const form = admin.getByRole("region", { name: "Invite somebody" });
  await form.getByLabel("E-mail").fill(server.ready.agent_email);
  await form.getByRole("button", { name: "Make invitation link" }).click();
  await expect(admin.getByRole("alert")).toContainText("is in this team already");
});

test("roles change, the last admin stays, and who is removed is signed out at once", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const admin = await newPerson();
  await signIn(admin, server);
  await openTab(admin, server, "members");
  const link = await invite(admin, "bob@example.com", "Admin");
  const bob = await newPerson();
  await bob.goto(link);
  await choosePassword(bob, PASSWORD);
  await bob.getByRole("button", { name: "Join the team" }).click();
  await expect(bob.getByLabel("Search visitors")).toBeVisible();

  await admin.reload();
  const role = row(admin, "bob@example.com").getByLabel("Role of bob");
  await expect(role).toHaveValue("admin");
  await role.selectOption("agent");
  await expect(row(admin, server.ready.agent_email)).toContainText("You are the only admin");
  await openTab(bob, server, "members");
  await expect(bob.getByRole("region", { name: "Invite somebody" })).toHaveCount(0);
  await role.selectOption("admin");
  await expect(row(admin, server.ready.agent_email)).not.toContainText("You are the only admin");
  await bob.reload();

  // Bob makes the other one an agent, and is the last admin then.
  const other = row(bob, server.ready.agent_email);
  await other.getByRole("combobox").selectOption("agent");
  await expect(row(bob, "bob@example.com")).toContainText("You are the only admin");
  // The admin's page does not know yet that it is none any more: the server refuses.
  await row(admin, "bob@example.com").getByRole("button", { name: "Remove" }).click();
  await confirm(admin, "Remove");
  await expect(admin.getByRole("alert")).toContainText("scope admin");
  await other.getByRole("combobox").selectOption("admin");
  await expect(row(bob, "bob@example.com")).not.toContainText("You are the only admin");

  await row(admin, "bob@example.com").getByRole("button", { name: "Remove" }).click();
  await confirm(admin, "Remove");
  await expect(row(admin, "bob@example.com")).toHaveCount(0);
  await expect(bob).toHaveURL(/\/sign-in/);
  await enter(bob, server, "bob@example.com", PASSWORD);
  await expect(bob.getByRole("alert")).toContainText("e-mail address or the password is wrong");
});

test("one changes name and password, and other browsers are signed out", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const [here, there] = [await newPerson(), await newPerson()];
  await signIn(here, server);
  await signIn(there, server);
  await here.getByRole("button", { name: /^Account of/ }).click();
  await here.getByRole("menuitem", { name: "Name and password" }).click();
  await here.getByLabel("Display name").fill("Ada Lovelace");
  await here.getByRole("button", { name: "Save name" }).click();
  await expect(here.getByText("Saved.")).toBeVisible();
  await expect(here.getByRole("button", { name: /^Account of Ada Lovelace/ })).toBeVisible();
  await accessible(here, "the account");

  const change = here.getByRole("button", { name: "Change password" });
  await here.getByLabel("Present password").fill("not this one");
  await choosePassword(here, PASSWORD);
  await change.click();
  await expect(here.getByRole("alert")).toContainText("This is not your present password.");
  await here.getByLabel("Present password").fill(server.secrets.agentPassword);
  await change.click();
  await expect(here.getByText("All other browsers have been signed out.")).toBeVisible();
  await expect(there).toHaveURL(/\/sign-in/);
  await here.reload();
  await expect(here.getByLabel("Display name")).toHaveValue("Ada Lovelace");
  await enter(there, server, server.ready.agent_email, server.secrets.agentPassword);
  await expect(there.getByRole("alert")).toContainText("e-mail address or the password is wrong");
  await there.getByLabel("Password").fill(PASSWORD);
  await there.getByRole("button", { name: "Sign in" }).click();
  await expect(there.getByLabel("Search visitors")).toBeVisible();
});

test("an admin makes a link for a member who has lost the password", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const admin = await newPerson();
  await signIn(admin, server);
  await openTab(admin, server, "members");
  const joined = await invite(admin, "eva@example.com", "Agent");
  const eva = await newPerson();
  await eva.goto(joined);
  await choosePassword(eva, PASSWORD);
  await eva.getByRole("button", { name: "Join the team" }).click();
  await expect(eva.getByLabel("Search visitors")).toBeVisible();

  await admin.reload();
  await row(admin, "eva@example.com").getByRole("button", { name: "Reset password" }).click();
  await confirm(admin, "Make link");
  const link = await linkShown(admin, "Password link for eva@example.com");
  const phone = await newPerson();
  await phone.goto(link);
  await expect(phone.getByRole("heading", { name: "Set a new password" })).toBeVisible();
  await choosePassword(phone, "other long words");
  await phone.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(phone.getByLabel("Search visitors")).toBeVisible();
  await expect(eva).toHaveURL(/\/sign-in/);
  await enter(eva, server, "eva@example.com", "other long words");
  await expect(eva.getByLabel("Search visitors")).toBeVisible();
});
