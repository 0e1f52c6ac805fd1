/** Nodes that a page has let go of and that mirroring keeps, and what the SDK costs a page without a session. */
import { setTimeout as pause } from "node:timers/promises";
import { test } from "@playwright/test";
import { KINDS, note, Subject } from "./measure.ts";

const HTML = `<!doctype html><html><head><title>Leaks</title></head><body><div id="place"></div></body></html>`;
const SETTLE_MS = 2_500;

/** Each makes nodes, waits until they were mirrored, lets go of them, and says how many there were. */
const LIVES: Readonly<Record<string, () => Promise<number>>> = {
  "3,000 shadow components": async () => {
    const place = document.querySelector("#place") as HTMLElement;
    for (let at = 0; at < 3000; at++) {
      const host = document.createElement("x-kite");
      const shadow = host.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`p { margin: ${at % 9}px }`);
      shadow.adoptedStyleSheets = [sheet];
      shadow.innerHTML = "<p>Kite <slot></slot></p>";
      place.append(host);
      (window as unknown as { kept: WeakRef<Node>[] }).kept.push(
        new WeakRef(host),
        new WeakRef(shadow.firstChild as Node),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1500));
    place.replaceChildren();
    return 6000;
  },
  "10,000 nodes added and removed": async () => {
    const place = document.querySelector("#place") as HTMLElement;
    for (let round = 0; round < 10; round++) {
      for (let at = 0; at < 1000; at++) {
        const node = document.createElement("p");
        node.textContent = `Node ${at}`;
        place.append(node);
        (window as unknown as { kept: WeakRef<Node>[] }).kept.push(new WeakRef(node));
      }
      await new Promise((resolve) => setTimeout(resolve, 120));
      place.replaceChildren();
    }
    return 10000;
  },
  "150 iframes": async () => {
    const place = document.querySelector("#place") as HTMLElement;
    for (let at = 0; at < 150; at++) {
      const frame = document.createElement("iframe");
      frame.srcdoc = `<p>Frame ${at}</p>`;
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
      place.append(frame);
      await loaded;
      (window as unknown as { kept: WeakRef<Node>[] }).kept.push(
        new WeakRef(frame),
        new WeakRef(frame.contentDocument as Document),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1500));
    place.replaceChildren();
    return 300;
  },
};

for (const [name, live] of Object.entries(LIVES)) {
  test(`kept: ${name}`, async ({ browser }) => {
    const figures: Record<string, number> = {};
    for (const kind of KINDS) {
      const subject = await Subject.open(browser, kind, HTML);
      await subject.begin();
      await subject.page.evaluate(() => {
        (window as unknown as { kept: WeakRef<Node>[] }).kept = [];
      });
      figures["made"] = await subject.page.evaluate(live);
      await pause(SETTLE_MS);
      for (let round = 0; round < 3; round++) {
        await subject.cdp.send("HeapProfiler.collectGarbage");
        await pause(200);
      }
      figures[kind] = await subject.page.evaluate(
        () =>
          (window as unknown as { kept: WeakRef<Node>[] }).kept.filter(
            (ref) => ref.deref() !== undefined,
          ).length,
      );
      await subject.close();
    }
    note(`leak-${name.replaceAll(/\W+/g, "-")}`, { name, ...figures });
  });
}

test("idle cost", async ({ browser }) => {
  /** The heartbeat is the only timer that may come again. */
  const WATCHED_MS = 20_000;
  const spy = `<script>
    window.told = { observers: 0, timers: [] };
    const Observer = MutationObserver;
    window.MutationObserver = class extends Observer { observe(...given) { told.observers++; return super.observe(...given); } };
    for (const name of ["setTimeout", "setInterval"]) { const real = window[name]; window[name] = (call, ms = 0, ...rest) => { told.timers.push([name, ms, Math.round(performance.now())]); return real(call, ms, ...rest); }; }
  </script>`;
  const figures: Record<string, unknown> = {};
  const heap: Record<string, number> = {};
  for (const kind of ["none", "ours"] as const) {
    const subject = await Subject.open(browser, kind, HTML);
    await pause(3_000);
    await subject.cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await subject.cdp.send("Runtime.getHeapUsage");
    heap[kind] = usedSize;
    await subject.close();
  }
  const spied = HTML.replace("<head>", () => `${spy}<head>`);
  const subject = await Subject.open(browser, "ours", spied);
  await pause(WATCHED_MS);
  const told = await subject.page.evaluate(
    () =>
      (window as unknown as { told: { observers: number; timers: [string, number, number][] } })
        .told,
  );
  await subject.close();
  figures["observers"] = told.observers;
  figures["timers"] = told.timers;
  figures["heap"] = (heap["ours"] ?? 0) - (heap["none"] ?? 0);
  note("idle", figures);
});
