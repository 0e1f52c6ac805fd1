/** Signing in to the dashboard: one-time links, passwords, and what is said when they do not work. */
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";

test("a one-time link signs in once, and its token does not stay in the address", async ({
  startServer,
  newPerson,
}) => {
  const { ready } = await startServer();
  const agent = await newPerson();
  await agent.goto(ready.sign_in_url);
  await expect(agent.getByLabel("Search visitors")).toBeVisible();
  expect(agent.url()).toBe(ready.dashboard_url);

  const second = await newPerson();
  await second.goto(ready.sign_in_url);
  await expect(second.getByRole("alert")).toContainText("was used already or is too old");
  expect(second.url()).not.toContain("#");
  await expect(second.getByLabel("Password")).toBeVisible();
});

test("a wrong password is said in words, the right one leads back to where one was", async ({
  server,
  newPerson,
}) => {
  const agent = await newPerson();
  await agent.goto(new URL("/install", server.ready.base_url).href);
  await expect(agent).toHaveURL(/\/sign-in\?/);
  await expect(agent.getByLabel("E-mail")).toBeFocused();
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill("not the password");
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("alert")).toContainText("e-mail address or the password is wrong");

  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("heading", { name: "Install UserView" })).toBeVisible();
  expect(new URL(agent.url()).pathname).toBe("/install");
});

test("too many attempts: one is told how long to wait, and cannot try before", async ({
  startServer,
  newPerson,
}) => {
  // Each wrong password costs the server a second or so, on purpose.
  test.setTimeout(120_000);
  const server = await startServer();
  const agent = await newPerson();
  await agent.goto(new URL("/sign-in", server.ready.base_url).href);
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill("not the password");
  const submit = agent.getByRole("button", { name: "Sign in" });
  // As many as are allowed within a minute, all at once: guessing one after the other takes its time.
  await agent.evaluate(async (email) => {
    const body = JSON.stringify({ email, password: "not the password" });
    const headers = { "Content-Type": "application/json" };
    const guess = () => fetch("/desk/sign_in", { method: "POST", headers, body });
    await Promise.all(Array.from({ length: 10 }, guess));
  }, server.ready.agent_email);
  const alert = agent.getByRole("alert");
  // From here on each attempt doubles the wait for the next.
  await expect(async () => {
    const answered = agent.waitForResponse("**/desk/sign_in");
    await submit.click();
    expect((await answered).status()).toBe(429);
  }).toPass({ intervals: [0] });
  await expect(alert).toContainText("Too many attempts");
  await expect(alert).toContainText(/You can try again in \d+ seconds?\./);
  await expect(submit).toBeDisabled();
});

test("after signing out the pages ask for a sign-in again", async ({ server, newPerson }) => {
  const agent = await newPerson();
  await signIn(agent, server);
  await agent.getByRole("button", { name: /^Account of/ }).click();
  await agent.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(agent).toHaveURL(/\/sign-in/);
  await agent.goto(server.ready.dashboard_url);
  await expect(agent.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a sign-in that ends meanwhile is asked for again, and leads back", async ({
  server,
  newPerson,
}) => {
  const agent = await newPerson();
  await signIn(agent, server);
  await agent.goto(new URL("/install", server.ready.base_url).href);
  await expect(agent.getByText(server.ready.public_key)).toBeVisible();
  await agent.context().clearCookies();
  await agent.getByRole("link", { name: "Visitors" }).click();
  await expect(agent).toHaveURL(/\/sign-in\?next=/);
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();
  await expect(agent.getByLabel("Search visitors")).toBeVisible();
});
