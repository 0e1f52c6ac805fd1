/** What tells of canvases, sound, films and highlights is loaded by pages that have any, and by no others. */
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SERVER } from "../../src/lone-page.ts";

const DRAWINGS = `${SERVER}/sdk/drawings-*.js`;

function html(body: string): string {
  return `<!doctype html><html><head><title>Shop</title></head><body>${body}</body></html>`;
}

const draw = `<script>
  const pen = document.querySelector("canvas").getContext("2d");
  pen.fillStyle = "rgb(0 120 60)";
  pen.fillRect(0, 0, 40, 40);
</script>`;

test("a page without canvases never loads it, nor does one that masks them; the first canvas does", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/sdk/drawings-")) asked.push(request.url());
  });
  const masked = `<div class="no-userview"><canvas width="40" height="40"></canvas></div>${draw}`;
  const lone = await LonePage.open(page, { html: html(`<p>Kites</p>${masked}`) });
  await lone.share();
  await lone.told("Kites");
  await page.evaluate(() => document.body.append("no canvas so far"));
  await lone.told("no canvas so far");
  expect(asked).toEqual([]);

  await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.id = "first-canvas";
    canvas.width = canvas.height = 40;
    canvas.getContext("2d")?.fillRect(0, 0, 40, 40);
    document.body.append(canvas);
  });
  await lone.told("first-canvas");
  await expect
    .poll(() => lone.model.node(lone.idOf("id", "first-canvas")).state.get("picture") !== undefined)
    .toBe(true);
  expect(asked).toHaveLength(1);
});

test("where it cannot be loaded the console says so once, and the next snapshot tries again", async ({
  page,
}) => {
  let refused = 0;
  const body = html(`<canvas id="chart" width="40" height="40"></canvas>${draw}`);
  const lone = await LonePage.open(page, { html: body });
  await page.route(DRAWINGS, (route) => {
    refused += 1;
    return route.abort();
  });
  await lone.share();
  const said = () =>
    lone.console.filter((line) => line.includes("canvases, sound, films and highlights could not"));
  await expect.poll(() => said().length).toBe(1);
  expect(refused).toBe(1);

  await page.unroute(DRAWINGS);
  lone.send({ type: "capture.snapshot", session: "0123456789abcdef" });
  await expect
    .poll(() => lone.model.node(lone.idOf("id", "chart")).state.get("picture") !== undefined)
    .toBe(true);
  expect(said()).toHaveLength(1);
});

test("sound that was set to another pace before it was loaded is told of, though nothing else happens", async ({
  page,
}) => {
  const audio = `<audio id="song"></audio><script>document.querySelector("audio").playbackRate = 2</script>`;
  const lone = await LonePage.open(page, { html: html(audio) });
  await lone.share();
  await lone.told("song");
  await expect
    .poll(() => lone.model.node(lone.idOf("id", "song")).state.get("media")?.at(-1))
    .toBe(2);
});

test("the first highlight loads it, whether it was there before the session or comes in one", async ({
  page,
}) => {
  const highlight = (name: string) =>
    `CSS.highlights.set("${name}", new Highlight(new StaticRange({
      startContainer: document.querySelector("p").firstChild, startOffset: 0,
      endContainer: document.querySelector("p").firstChild, endOffset: 3 })));`;
  const highlighted = ({ model }: LonePage) =>
    model.events.findLast(({ op }) => op === "highlight")?.says[0];
  const lone = await LonePage.open(page, { html: html("<p>Kites</p>") });
  await lone.share();
  await lone.told("Kites");
  await page.evaluate(highlight("found"));
  await expect.poll(() => highlighted(lone)).toBe("found");

  const other = await LonePage.open(page, {
    html: html(`<p>Kites</p><script>${highlight("before")}</script>`),
  });
  await other.share();
  await expect.poll(() => highlighted(other)).toBe("before");
});

test("a page whose script has taken the name CSS is shared all the same", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: html("<script>var CSS = null</script><p>Kites</p>"),
  });
  await lone.share();
  await lone.told("Kites");
  await page.evaluate(() => document.body.append("and more"));
  await lone.told("and more");
});
