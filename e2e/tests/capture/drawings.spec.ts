import { expect, type Page, test } from "@playwright/test";
import { FeaturePage, type WrittenOp } from "../../src/feature-page.ts";

// Traces read canvases, too.
test.use({ trace: "off" });

/** The colour of the pixel in the middle of a picture. */
function middle(page: Page, picture: WrittenOp): Promise<number[]> {
  return page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context?.drawImage(image, 0, 0);
    const { data = [] } =
      context?.getImageData(image.width >> 1, image.height >> 1, 1, 1) ??
      ({} as { data?: number[] });
    return [...data];
  }, String(picture[6]));
}

test("tells the tiles of canvases that changed, exactly; masked ones give nothing", async ({
  page,
}) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><canvas id="chart" width="300" height="200"></canvas>
    <canvas id="secret" class="no-userview"></canvas>
    <script>
      for (const canvas of document.querySelectorAll("canvas")) {
        const context = canvas.getContext("2d");
        context.fillStyle = "rgb(10 20 30)";
        context.fillRect(0, 0, 300, 200);
      }
    </script>`,
  );
  await features.start();
  const chart = await features.id("#chart");
  const first = await features.told("picture");
  expect(first.slice(0, 6)).toEqual(["picture", chart, 0, 0, 300, 200]);
  expect(await middle(page, first)).toEqual([10, 20, 30, 255]);

  await page.evaluate(() => {
    const context = (document.querySelector("#chart") as HTMLCanvasElement).getContext("2d");
    if (context === null) return;
    context.fillStyle = "rgb(200 0 0)";
    context.fillRect(192, 192, 1, 1);
  });
  const dot = await features.told("picture");
  expect(dot.slice(0, 6)).toEqual(["picture", chart, 128, 128, 128, 72]);

  await page.evaluate(() => {
    const context = (document.querySelector("#chart") as HTMLCanvasElement).getContext("2d");
    context?.clearRect(256, 0, 44, 200);
  });
  const cleared = await features.told("picture", (op) => op[2] === 256);
  expect(cleared).toEqual(["picture", chart, 256, 0, 44, 200, ""]);

  await features.snapshot();
  const again = await features.told("picture", (op) => op[2] === 0);
  expect(again.slice(2, 6)).toEqual([0, 0, 256, 200]);
});

test("tells what WebGL draws, also where it is gone right after", async ({ page }) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><canvas id="gl" width="64" height="64"></canvas>
    <script>
      const gl = document.querySelector("#gl").getContext("webgl");
      function draw(red) {
        gl.clearColor(red, 0.4, 0.6, 1);
        gl.clear(gl.COLOR_BUFFER_BIT);
      }
      draw(1);
    </script>`,
  );
  await features.start();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        // Out of sight of the observer at first: a second frame is drawn.
        let frames = 0;
        const next = (): void => {
          (window as unknown as { draw(red: number): void }).draw(0.2);
          if (++frames < 20) requestAnimationFrame(next);
          else resolve();
        };
        requestAnimationFrame(next);
      }),
  );
  const picture = await features.told("picture");
  expect(picture.slice(0, 6)).toEqual(["picture", await features.id("#gl"), 0, 0, 64, 64]);
  expect(await middle(page, picture)).toEqual([51, 102, 153, 255]);
});

test("tells what a worker draws", async ({ page }) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><canvas id="far" width="40" height="40"></canvas>
    <script>
      const far = document.querySelector("#far").transferControlToOffscreen();
      const source = \`onmessage = ({ data }) => {
        const context = data.getContext("2d");
        context.fillStyle = "rgb(0 90 0)";
        context.fillRect(0, 0, 40, 40);
      }\`;
      const worker = new Worker(URL.createObjectURL(new Blob([source])));
      worker.postMessage(far, [far]);
    </script>`,
  );
  await features.start();
  const picture = await features.told("picture");
  expect(await middle(page, picture)).toEqual([0, 90, 0, 255]);
});

test("tells films that nobody else can load, as pictures", async ({ page }) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><canvas width="80" height="60"></canvas><video id="film" muted autoplay></video>
    <video id="secret" class="no-userview" muted autoplay></video>
    <script>
      const canvas = document.querySelector("canvas");
      const context = canvas.getContext("2d");
      setInterval(() => {
        context.fillStyle = "rgb(0 0 200)";
        context.fillRect(0, 0, 80, 60);
      }, 50);
      for (const film of document.querySelectorAll("video"))
        film.srcObject = canvas.captureStream(20);
    </script>`,
  );
  await page.waitForFunction(
    () => (document.querySelector("#film") as HTMLVideoElement).readyState > 1,
  );
  await features.start();
  const film = await features.id("#film");
  const picture = await features.told("picture", (op) => op[1] === film);
  expect(picture.slice(2, 6)).toEqual([0, 0, 80, 60]);
  const [red = 255, , blue = 0] = await middle(page, picture);
  expect(blue - red).toBeGreaterThan(150);
  const secret = await features.id("#secret");
  const all = await features.changes();
  expect(all.filter(([name, id]) => name === "picture" && id === secret)).toEqual([]);
});

test("tells many small canvases soon, also in shadow roots; what may not be read keeps none of them back", async ({
  page,
}) => {
  await page.route("http://other.test/**", (route) =>
    route.fulfill({
      contentType: "image/svg+xml",
      body: `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`,
    }),
  );
  const features = await FeaturePage.open(
    page,
    `<!doctype html><div id="host"></div>
    <script>
      const shadow = document.querySelector("#host").attachShadow({ mode: "open" });
      const draw = (where, index) => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 256;
        canvas.style.width = "40px";
        const context = canvas.getContext("2d");
        context.fillStyle = \`rgb(\${index} 20 30)\`;
        context.fillRect(0, 0, 256, 256);
        where.append(canvas);
        return context;
      };
      for (let index = 0; index < 32; index++) draw(index % 2 ? shadow : document.body, index);
      const foreign = new Image();
      foreign.onload = () => draw(document.body, 99).drawImage(foreign, 0, 0);
      foreign.src = "http://other.test/dot.svg";
    </script>`,
  );
  await page.waitForFunction(() => document.querySelectorAll("canvas").length === 17);
  await features.start();
  const ids = new Set<unknown>();
  await expect
    .poll(
      async () => {
        for (const op of await features.changes()) if (op[0] === "picture") ids.add(op[1]);
        return ids.size;
      },
      { timeout: 4000 },
    )
    .toBe(32);
  const told = await page.evaluate(() => {
    const root = document.querySelector("#host")?.shadowRoot;
    return [root, document]
      .flatMap((tree) => [...(tree?.querySelectorAll("canvas") ?? [])])
      .map((canvas) => window.features.id(canvas));
  });
  expect(told.filter((id) => !ids.has(id))).toEqual([told.at(-1)]);
});

test("tells a film by its file where it stands, exactly, and not behind the picture that stands for it", async ({
  page,
}) => {
  await page.goto("about:blank");
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 48];
    const context = canvas.getContext("2d");
    const paint = setInterval(() => {
      if (context === null) return;
      context.fillStyle = "rgb(0 0 200)";
      context.fillRect(0, 0, 64, 48);
    }, 20);
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.stop();
    });
    clearInterval(paint);
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  const features = await FeaturePage.open(
    page,
    `<!doctype html><video id="film" muted preload="auto" src="film.webm"></video>
    <video id="poster" muted preload="auto" src="film.webm" poster="poster.svg"></video>`,
    {
      "/film.webm": { type: "video/webm", body: Buffer.from(bytes) },
      "/poster.svg": {
        type: "image/svg+xml",
        body: `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"/>`,
      },
    },
  );
  await page.waitForFunction(() =>
    [...document.querySelectorAll("video")].every(({ readyState }) => readyState > 1),
  );
  await features.start();
  // Both are looked at in the same moment, several times by then.
  await page.waitForTimeout(1500);
  const [film = [], ...others] = (await features.changes()).filter(([name]) => name === "picture");
  expect(film.slice(0, 6)).toEqual(["picture", await features.id("#film"), 0, 0, 64, 48]);
  expect(others).toEqual([]);
  const shown = await page.evaluate(() => {
    const context = new OffscreenCanvas(64, 48).getContext("2d");
    context?.drawImage(document.querySelector("#film") as HTMLVideoElement, 0, 0);
    return [...(context?.getImageData(32, 24, 1, 1).data ?? [])];
  });
  expect(await middle(page, film)).toEqual(shown);

  await page.evaluate(() => (document.querySelector("#poster") as HTMLVideoElement).play());
  const poster = await features.id("#poster");
  await features.told("picture", (op) => op[1] === poster);
});

test("tells fonts that scripts made, by their files or their bytes", async ({ page }) => {
  const bytes = [0, 1, 0, 0, 0, 0, 0, 0];
  const features = await FeaturePage.open(
    page,
    `<!doctype html><style>@font-face { font-family: "Of the sheet"; src: url(sheet.woff2) }</style>`,
  );
  await features.start();
  const ops = await features.after(() => {
    const file = new FontFace("By file", `local("x"), url("fonts/a.woff2") format("woff2")`, {
      weight: "700",
    });
    const data = new FontFace("By bytes", new Uint8Array([0, 1, 0, 0, 0, 0, 0, 0]).buffer);
    // What the browser thinks of these bytes is of no concern here.
    data.loaded.catch(() => undefined);
    document.fonts.add(file);
    document.fonts.add(data);
  });
  const owner = await page.evaluate(() => window.features.id(document));
  expect(ops.map((op) => [op[0], op[2], op[3], ...op.slice(5)])).toEqual([
    ["font", owner, "By file", "weight", "700"],
    ["font", owner, "By bytes"],
  ]);
  const assets = await page.evaluate(() => window.features.assets());
  const urls = ops.map(
    (op) => assets.find(({ id }) => op[4] === `userview-asset:${id}`)?.url ?? "",
  );
  expect(urls[0]).toBe("http://site.test/fonts/a.woff2");
  const kept = await page.evaluate(async (url) => {
    const response = await fetch(url);
    return {
      type: response.headers.get("Content-Type"),
      bytes: [...new Uint8Array(await response.arrayBuffer())],
    };
  }, urls[1] ?? "");
  expect(kept).toEqual({ type: "font/ttf", bytes });
});

test("tells fonts of frames by their documents, and fonts that are taken away", async ({
  page,
}) => {
  const features = await FeaturePage.open(page, "<!doctype html><iframe></iframe>");
  await features.start();
  const added = await features.after(() => {
    const frame = document.querySelector("iframe")?.contentWindow as Window & typeof globalThis;
    for (const view of [window, frame])
      for (const family of ["One", "Two"])
        view.document.fonts.add(new view.FontFace(family, "url(/one.woff2)"));
  });
  const [own, framed] = await page.evaluate(() => [
    window.features.id(document),
    window.features.id(document.querySelector("iframe")?.contentDocument ?? null),
  ]);
  expect(added.map((op) => [op[0], op[2], op[3]])).toEqual([
    ["font", own, "One"],
    ["font", own, "Two"],
    ["font", framed, "One"],
    ["font", framed, "Two"],
  ]);
  const numbers = added.map((op) => op[1]);
  expect(new Set(numbers).size).toBe(4);
  const gone = await features.after(() => {
    const [one] = document.fonts;
    if (one) document.fonts.delete(one);
    document.querySelector("iframe")?.contentDocument?.fonts.clear();
  });
  expect(gone).toEqual([
    ["removeFont", numbers[0]],
    ["removeFont", numbers[2]],
    ["removeFont", numbers[3]],
  ]);
  const again = await features.after(() => {
    const [two] = document.fonts;
    document.fonts.clear();
    if (two) document.fonts.add(two);
  });
  expect(again).toEqual([]);
  expect((await features.snapshot()).map((op) => op[3])).toEqual(["Two"]);
});
