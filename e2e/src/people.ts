/** What visitors and agents do, said as they would say it. */
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { Server } from "../fixtures/server.ts";

declare global {
  interface Window {
    UserView(name: string, ...args: unknown[]): unknown;
  }
}

/** The visitor's short id, once the page has been welcomed by the server. */
export async function shortIdOf(visitor: Page): Promise<string> {
  return visitor.evaluate(async () => (await window.UserView("getShortId")) as string);
}

/** The SDK's question. */
export function prompt(visitor: Page): Locator {
  return visitor.locator("[data-userview-ui]").getByRole("dialog");
}

/** Say yes to the question. */
export async function allow(visitor: Page): Promise<void> {
  await prompt(visitor).getByRole("button", { name: "Allow" }).click();
}

/** Say no to the question. */
export async function decline(visitor: Page): Promise<void> {
  await prompt(visitor).getByRole("button", { name: "Decline" }).click();
}

/** The bar that says who watches. */
export function bar(visitor: Page): Locator {
  return visitor.locator("[data-userview-ui]").getByRole("region", { name: "Screen sharing" });
}

/** Press stop in the bar. */
export async function stopSharing(visitor: Page): Promise<void> {
  await bar(visitor).getByRole("button", { name: "Stop sharing" }).click();
}

/** Sign in at the demo shop's account page, which is open. */
export async function becomeCustomer(visitor: Page, name: string, password: string): Promise<void> {
  const form = visitor.getByRole("region", { name: "Sign in" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("E-mail").fill(`${name.toLowerCase().replace(/\W+/g, ".")}@example.com`);
  await form.getByLabel("Password").fill(password);
  await form.getByRole("button", { name: "Sign in" }).click();
  await expect(visitor.getByRole("heading", { name: "Hello" })).toBeVisible();
}

/** Sign in at the dashboard with e-mail and password. */
export async function signIn(agent: Page, server: Server): Promise<void> {
  await agent.goto(server.ready.dashboard_url);
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();
  await expect(agent.getByLabel("Search visitors")).toBeVisible();
}

/**
 * The mirrored page in an agent's watch page; for looking at. What lies over it takes the agent's input.
 *
 * While the visitor goes to another page, the next one is built in a second frame behind the first.
 */
export function mirror(agent: Page): FrameLocator {
  return agent.frameLocator('iframe[src*="/view"]').frameLocator("iframe").first();
}

/** Where the middle of a mirrored element is, in the agent's window: once fonts have come and it stands still, as people wait to see where it is. */
export async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  await expect(element).toBeVisible();
  let box = await element.boundingBox();
  await expect(async () => {
    const before = box;
    const fonts = await element.evaluate(({ ownerDocument }) => ownerDocument.fonts.status);
    box = await element.boundingBox();
    expect([fonts, box]).toEqual(["loaded", before]);
  }).toPass();
  if (box === null) throw new Error("expected the mirrored element to have a place, it has none");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Click a mirrored element with the agent's mouse. */
export async function clickIn(agent: Page, element: Locator): Promise<void> {
  const { x, y } = await middleOf(element);
  await agent.mouse.move(x, y);
  await agent.mouse.click(x, y);
}

/** Turn the wheel over a mirrored element; `down` is in CSS pixels. */
export async function wheelOver(agent: Page, element: Locator, down: number): Promise<void> {
  const { x, y } = await middleOf(element);
  await agent.mouse.move(x, y);
  await agent.mouse.wheel(0, down);
}

/** Click a mirrored field, then type as on a keyboard. */
export async function typeInto(agent: Page, field: Locator, text: string): Promise<void> {
  await clickIn(agent, field);
  await agent.keyboard.type(text);
}

/** All that an agent can read in the mirror: text, also in shadow roots, and what stands in fields. */
export async function readable(agent: Page): Promise<string> {
  return mirror(agent)
    .locator("html")
    .evaluate((root) => {
      const told: string[] = [];
      const look = (node: Node): void => {
        if (
          node instanceof HTMLInputElement ||
          node instanceof HTMLTextAreaElement ||
          node instanceof HTMLSelectElement
        )
          told.push(node.value);
        if (node.nodeType === Node.TEXT_NODE) told.push(node.textContent ?? "");
        if (node instanceof Element) {
          for (const { value } of node.attributes) told.push(value);
          if (node.shadowRoot !== null) look(node.shadowRoot);
        }
        for (const child of node.childNodes) look(child);
      };
      look(root);
      return told.join("\n");
    });
}
