/** The viewer's connection: hello, gaps, resuming, close codes, pause and end (protocol/SPEC.md). */
import { FrameFlag, FrameType } from "@userview/protocol";
import { element, expect, page, setText, test, text, type Write } from "../../src/replay-page.ts";

const words = setText;

/** A page of one paragraph, and the id of its text. */
function paragraph(said: string): { written: Write; textId: number } {
  const node = text(said);
  return { written: page([element("p", {}, node)]), textId: node.id };
}

test("H1 V1: says hello with versions and ticket, and waits for a page", async ({ viewer }) => {
  expect(viewer.connection.hello).toMatchObject({
    type: "hello",
    protocol: { min: 1, max: 1 },
    ticket: "ticket-0",
    resume: null,
  });
  await viewer.expectStatus("waiting");
  const { written } = paragraph("Hello");
  viewer.connection.start();
  viewer.connection.snapshot(written);
  await viewer.expectStatus("live");
  expect((await viewer.told("page")).at(-1)).toEqual({
    type: "page",
    url: "https://shop.example/cart",
    width: 800,
    height: 600,
    scale: 1,
  });
});

test("E3: a snapshot in many pieces, deflated or not, is joined", async ({ viewer }) => {
  const long = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join(" ");
  viewer.connection.start();
  viewer.connection.snapshot(paragraph(`deflated ${long}`).written);
  await expect(viewer.mirror.locator("p")).toContainText("deflated word0");
  const plain = viewer.connection.snapshotText(paragraph(`plain ${long}`).written);
  viewer.connection.content(FrameType.snapshot, plain, false);
  await expect(viewer.mirror.locator("p")).toContainText("plain word0");
});

test("R4 R6: a gap stops the mirror, asks once for a fresh start, and goes on with it", async ({
  viewer,
}) => {
  const { connection } = viewer;
  const { written, textId } = paragraph("one");
  connection.start();
  connection.snapshot(written);
  connection.changes(words(textId, "two"));
  await expect(viewer.mirror.locator("p")).toHaveText("two");
  connection.frame({ sequence: 9 }, Buffer.from(`[14,${textId},"missed"]`));
  connection.frame({ sequence: 10 }, Buffer.from(`[14,${textId},"missed"]`));
  await expect.poll(() => connection.said).toEqual([{ type: "stream.restart" }]);
  await expect(viewer.mirror.locator("p")).toHaveText("two");

  const fresh = paragraph("fresh");
  connection.start({ epoch: 1, sequence: 20 });
  connection.snapshot(fresh.written);
  connection.changes(words(fresh.textId, "fresh and changed"));
  await expect(viewer.mirror.locator("p")).toHaveText("fresh and changed");
  expect(connection.said).toHaveLength(1);
});

test("R4: a frame twice, changes first, pieces out of order and other epochs are gaps", async ({
  viewer,
}) => {
  const { connection } = viewer;
  const { written, textId } = paragraph("one");
  const breaks: (() => void)[] = [
    () => connection.frame({ sequence: 1 }, Buffer.from("[]")),
    () => connection.frame({ epoch: 99 }, Buffer.from("[]")),
    () => connection.frame({ flags: FrameFlag.last }, Buffer.from("[]")),
    () => connection.frame({}, Buffer.from("no JSON")),
    () => connection.frame({}, Buffer.from("{}")),
    () => connection.frame({ flags: 7 }, Buffer.from("not deflated")),
  ];
  for (const [index, gap] of breaks.entries()) {
    connection.start({ epoch: index + 1 });
    connection.snapshot(written);
    connection.changes(words(textId, `before ${index}`));
    await expect(viewer.mirror.locator("p")).toHaveText(`before ${index}`);
    gap();
    await expect.poll(() => connection.said.length).toBe(index + 1);
  }
  connection.start({ epoch: 50 });
  connection.changes(words(textId, "no snapshot"));
  await expect.poll(() => connection.said.length).toBe(breaks.length + 1);
});

test("R5 K1: comes back with a new ticket and goes on where it stopped", async ({
  viewer,
  lab,
}) => {
  const { written, textId } = paragraph("one");
  viewer.connection.start({ page: 3, epoch: 7, sequence: 5 });
  viewer.connection.snapshot(written);
  viewer.connection.changes(words(textId, "two"));
  await expect(viewer.mirror.locator("p")).toHaveText("two");

  viewer.connection.client.close(4503, "draining");
  await viewer.expectStatus("lost");
  await expect.poll(async () => (await viewer.told("needTicket")).length).toBe(1);
  await expect(viewer.mirror.locator("p")).toHaveText("two");
  await viewer.connect();
  expect(lab.connections).toHaveLength(2);
  expect(viewer.connection.hello).toMatchObject({
    ticket: "ticket-1",
    resume: { epoch: 7, sequence: 6 },
  });
  await viewer.expectStatus("live");
  viewer.connection.goOn({ page: 3, epoch: 7, sequence: 7 });
  viewer.connection.changes(words(textId, "three"));
  await expect(viewer.mirror.locator("p")).toHaveText("three");
});

test("K1: a ticket that is not taken means a new ticket; other refusals are final", async ({
  viewer,
  lab,
}) => {
  viewer.connection.client.close(4401, "no valid credentials");
  await expect.poll(async () => (await viewer.told("needTicket")).length).toBe(1);
  lab.answer = (connection) => {
    const message = "this session has 20 viewers";
    connection.tell({ type: "error", code: "too_many_viewers", message, ref: null });
    connection.client.close(4403);
  };
  await viewer.connect();
  await expect
    .poll(async () => (await viewer.told("status")).at(-1))
    .toEqual({ type: "status", status: "lost", detail: "this session has 20 viewers" });
  expect(await viewer.told("needTicket")).toHaveLength(1);
});

test("S7: the end clears the mirror at once, and what is still being opened never shows", async ({
  viewer,
}) => {
  viewer.connection.start();
  viewer.connection.snapshot(paragraph("secret").written);
  await expect(viewer.mirror.locator("p")).toHaveText("secret");
  const large = Array.from({ length: 200_000 }, (_, index) => `late${index}`).join(" ");
  viewer.connection.snapshot(paragraph(large).written);
  viewer.connection.tell({ type: "stream.end", reason: "visitor_stopped" });
  await viewer.expectStatus("ended");
  await expect(viewer.frame.locator(".mirror iframe")).toHaveCount(0);
  await viewer.tell({ type: "fit", mode: "fit" });
  const statuses = (await viewer.told("status")).map(({ status }) => status);
  expect(statuses.slice(-2)).toEqual(["live", "ended"]);
  expect(await viewer.told("needTicket")).toEqual([]);
});

test("a pause dims what is shown, and the next change ends it", async ({ viewer }) => {
  const { written, textId } = paragraph("one");
  viewer.connection.start();
  viewer.connection.snapshot(written);
  viewer.connection.tell({ type: "stream.pause" });
  await viewer.expectStatus("paused");
  await expect(viewer.frame.locator(".overlay")).toHaveClass(/dimmed/);
  await expect(viewer.mirror.locator("p")).toHaveText("one");
  viewer.connection.changes(words(textId, "two"));
  await viewer.expectStatus("live");
  await expect(viewer.frame.locator(".overlay")).not.toHaveClass(/dimmed/);
});

test("V3: messages of a newer server are passed over; a format of a newer SDK is named", async ({
  viewer,
}) => {
  viewer.connection.tell({ type: "stream.hologram", depth: 3 });
  viewer.connection.start();
  viewer.connection.snapshot(paragraph("one").written);
  await viewer.expectStatus("live");
  viewer.connection.frame({ format: 3 }, Buffer.from("[]"));
  await expect
    .poll(async () => (await viewer.told("status")).at(-1)?.["detail"])
    .toContain("format 3");
});

test("the frame connects to its own host alone, and takes its port from the dashboard alone", async ({
  viewer,
  lab,
  page: tab,
}) => {
  await viewer.tell({ type: "open", endpoint: "ws://attacker.example/ws/view", ticket: "t" });
  await expect
    .poll(async () => (await viewer.told("status")).at(-1)?.["detail"])
    .toContain("Expected an address on ws://127.0.0.1");
  await viewer.tell({ type: "open", endpoint: 7 });
  await viewer.tell({ type: "nonsense" });
  // A page of the replay host itself is not the dashboard: it is offered no hello, and its port is not taken.
  const stranger = await tab.context().newPage();
  await stranger.goto(`${lab.replayOrigin}/view`);
  await stranger.evaluate(() => {
    const { port2 } = new MessageChannel();
    window.postMessage({ userview: "port" }, "*", [port2]);
  });
  await expect(stranger.locator(".stage")).toHaveText(/within the dashboard/);
  await expect(stranger.locator(".sheet")).toHaveCount(0);
});
