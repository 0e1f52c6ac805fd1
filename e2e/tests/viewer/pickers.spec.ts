/** What the visitor's browser shows over the page and no mirror can: the agent sees that it is open, and where. */
import { Press } from "@userview/protocol/content";
import { element, expect, op, page, test } from "../../src/replay-page.ts";

test("lists, calendars, colours and files say that the visitor has them open, until something else is told", async ({
  viewer,
}) => {
  const select = element("select", {}, element("option", {}, "One"), element("option", {}, "Two"));
  const date = element("input", { type: "date", style: "width:150px;height:20px;margin:0" });
  const color = element("input", { type: "color" });
  const file = element("input", { type: "file" });
  const list = element("select", { size: "4" }, element("option", {}, "One"));
  const other = element("p", {}, "words");
  const { connection } = viewer;
  connection.start();
  const row = element("div", { style: "display:flex" }, date);
  connection.snapshot(page([select, row, color, file, list, other]));
  await expect(viewer.mirror.locator("p")).toHaveText("words");
  const picker = viewer.frame.locator(".picker");
  const press = (node: { id: number }, x: number, kind: number) =>
    connection.changes(op("press", node.id, x, 10, kind));

  press(select, 10, Press.down);
  await expect(picker).toHaveText("The visitor has this list open");
  const field = await viewer.mirror.locator("select").first().boundingBox();
  const shown = await picker.boundingBox();
  expect(Math.round((shown?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0))).toBe(4);
  // The pointer is still over the field when it has opened.
  connection.changes(op("pointer", select.id, 10, 10, 0));
  await expect(picker).toBeVisible();
  connection.changes(op("choose", select.id, 1, 1));
  await expect(picker).toHaveCount(0);

  press(select, 10, Press.down);
  await expect(picker).toBeVisible();
  press(select, 10, Press.down);
  await expect(picker).toHaveCount(0);

  press(date, 20, Press.down);
  press(date, 20, Press.click);
  press(color, 10, Press.down);
  press(color, 10, Press.click);
  await expect(picker).toHaveText("The visitor is choosing a colour");
  connection.changes(op("pointer", other.id, 10, 300, 0));
  await expect(picker).toHaveCount(0);

  press(date, 150, Press.down);
  press(date, 150, Press.click);
  await expect(picker).toHaveText("The visitor is choosing a date or time");
  press(file, 10, Press.down);
  press(file, 10, Press.click);
  await expect(picker).toHaveText("The visitor is choosing a file");
  press(list, 10, Press.down);
  press(list, 10, Press.click);
  await expect(picker).toHaveCount(0);

  press(file, 10, Press.click);
  await expect(picker).toBeVisible();
  connection.snapshot(page([element("h1", {}, "Another page")]));
  await expect(viewer.mirror.locator("h1")).toBeVisible();
  await expect(picker).toHaveCount(0);
});
