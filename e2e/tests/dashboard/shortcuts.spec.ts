/** Keys of the watch page, and what lists them. */
import { expect, test } from "../../src/journey.ts";
import { mirror, typeInto } from "../../src/people.ts";
import { openWatched } from "../../src/watched.ts";

const PAGE = `<!doctype html><html><head><title>Keys</title></head><body><h1>Keys</h1><input id="name"></body></html>`;
const WANTED = { pages: { "/keys.html": PAGE }, path: "/keys.html" };

test("keys take tools, put them away and go to the address; a list names them", async ({
  server,
  openSite,
  newPerson,
}) => {
  const { agent } = await openWatched({ server, openSite, newPerson }, WANTED);
  await expect(mirror(agent).getByRole("heading", { name: "Keys" })).toBeVisible();
  const button = (name: string) => agent.getByRole("button", { name, exact: true });
  await agent.keyboard.press("p");
  await expect(button("Pen")).toHaveAttribute("aria-pressed", "true");
  await agent.keyboard.press("h");
  await expect(button("Highlight")).toHaveAttribute("aria-pressed", "true");
  await expect(button("Pen")).toHaveAttribute("aria-pressed", "false");
  await agent.keyboard.press("Escape");
  await expect(button("Highlight")).toHaveAttribute("aria-pressed", "false");
  await agent.keyboard.press("1");
  await expect(agent.getByRole("radio", { name: "100 %" })).toBeChecked();
  await agent.keyboard.press("f");
  await expect(agent.getByRole("radio", { name: "Fit" })).toBeChecked();
  await agent.keyboard.press("c");
  await expect(button("Control")).toBeVisible();
  await agent.keyboard.press("c");
  await expect(button("Control on")).toBeVisible();

  await agent.keyboard.press("?");
  const list = agent.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByText("Go to another address")).toBeVisible();
  await agent.keyboard.press("p");
  await expect(button("Pen")).toHaveCount(0);
  await agent.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(button("Pen")).toHaveAttribute("aria-pressed", "false");

  await agent.keyboard.press("a");
  await expect(agent.getByLabel("Address of the visitor's page")).toBeFocused();
  await agent.keyboard.type("lph");
  await expect(agent.getByLabel("Address of the visitor's page")).toHaveValue("lph");
  await expect(button("Laser")).toHaveAttribute("aria-pressed", "false");
});

test("what is typed into the visitor's page is no shortcut", async ({
  server,
  openSite,
  newPerson,
}) => {
  const { agent, visitor } = await openWatched({ server, openSite, newPerson }, WANTED);
  await typeInto(agent, mirror(agent).locator("#name"), "lphxc1");
  await expect(visitor.locator("#name")).toHaveValue("lphxc1");
  await expect(agent.getByRole("button", { name: "Pen", exact: true })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
});

test("the list names only what the link permits", async ({ server, openSite, newPerson }) => {
  const permissions = { allow_draw: false, allow_agent_redirect: false };
  const link = { branding: { naked: true }, permissions };
  const { agent } = await openWatched({ server, openSite, newPerson }, { ...WANTED, link });
  await expect(mirror(agent).getByRole("heading", { name: "Keys" })).toBeVisible();
  await agent.getByRole("button", { name: "Keyboard shortcuts" }).click();
  const list = agent.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list.getByText("Fit the page into the window")).toBeVisible();
  await expect(list.getByText("Pen")).toHaveCount(0);
  await expect(list.getByText("Go to another address")).toHaveCount(0);
});
