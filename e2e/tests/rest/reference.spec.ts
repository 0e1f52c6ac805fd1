/** The reference at `/docs`: what people search for is what they see. */
import { expect, test } from "../../src/journey.ts";

test("a search shows what it finds, at the side too, and Enter goes to the first", async ({
  newPerson,
  server,
}) => {
  const page = await newPerson();
  await page.goto(new URL("/docs", server.ready.base_url).href);
  const operations = page.locator("article.operation:visible");
  const contents = page.getByRole("navigation", { name: "Operations" });
  const all = await operations.count();
  expect(all).toBeGreaterThan(20);

  const search = page.getByLabel("Search operations and objects");
  await search.fill("lookup");
  await expect(operations).toHaveCount(1);
  await expect(contents.getByRole("listitem")).toHaveText([/Look up visitor/]);
  await search.press("Enter");
  await expect(page.getByRole("link", { name: "Look up visitor" }).last()).toBeFocused();

  await search.fill("no such thing");
  await expect(page.getByText("Nothing here has “no such thing”.")).toBeVisible();
  await expect(page.locator("nav").getByRole("link")).toHaveCount(0);
  await search.press("Escape");
  await expect(operations).toHaveCount(all);
});
