/** A mirror that is not the page any more, through the real product on loopback: how long until it is again, without a reload. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { Server } from "../../e2e/fixtures/server.ts";
import { viewerFrame } from "../../e2e/src/mirror-print.ts";
import { allow, mirror, shortIdOf } from "../../e2e/src/people.ts";
import { Rest } from "../../e2e/src/rest.ts";
import { Site, scriptTag } from "../../e2e/src/site.ts";
import { note, quantile } from "./measure.ts";
import { pageOfRows } from "./pages.ts";

const TIMES = 5;
/** A repair may follow the one before after this; longer than any of them waits. */
const BETWEEN_MS = 2500;

for (const way of ["a frame that is lost", "a mirror that differs"] as const) {
  test(`repair: ${way}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const took: number[] = [];
    let reloads = 0;
    for (let time = 0; time < TIMES; time++) {
      const server = await Server.start();
      const site = await Site.start({
        name: "plain",
        head: scriptTag(server.ready),
        pages: { "/rows.html": pageOfRows(500) },
      });
      const people = await browser.newContext({ viewport: { width: 1024, height: 700 } });
      const agents = await browser.newContext({ viewport: { width: 1100, height: 760 } });
      let lose = 0;
      let lostAt = 0;
      try {
        const visitor = await people.newPage();
        await visitor.goto(site.url("/rows.html"));
        const agent = await agents.newPage();
        await agent.routeWebSocket(/\/ws\/view/, (socket) => {
          const relayed = socket.connectToServer();
          socket.onMessage((message) => relayed.send(message));
          relayed.onMessage((message) => {
            if (typeof message !== "string" && lose > 0) {
              lose--;
              lostAt = Date.now();
            } else socket.send(message);
          });
        });
        await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
        await allow(visitor);
        await mirror(agent).locator("#list").waitFor();
        await visitor.evaluate(() => {
          let count = 0;
          setInterval(() => {
            count++;
            const rows = document.querySelectorAll("#list > li");
            (rows[count % rows.length] as Element).textContent = `changed ${count}`;
          }, 100);
        });
        await expect(
          mirror(agent)
            .getByText(/changed/)
            .first(),
        ).toBeAttached();
        await pause(BETWEEN_MS);
        const viewer = viewerFrame(agent);
        await viewer.evaluate(() => {
          (window as unknown as { before: boolean }).before = true;
        });
        if (way === "a frame that is lost") {
          // What the lost frame said is not said again.
          await visitor.evaluate(() =>
            document.querySelector("h1, ul")?.setAttribute("data-a", "1"),
          );
          lose = 1;
          await expect.poll(() => lostAt).toBeGreaterThan(0);
        } else {
          lostAt = await viewer.evaluate(() => {
            const shown = document.querySelector<HTMLIFrameElement>(".mirror iframe");
            shown?.contentDocument?.querySelector("#r490")?.remove();
            return Date.now();
          });
        }
        const whole = async (): Promise<number> =>
          viewer.evaluate(() => {
            const shown = document.querySelector<HTMLIFrameElement>(".mirror iframe");
            const text = shown?.contentDocument?.querySelector("#list")?.textContent ?? "";
            const rows = shown?.contentDocument?.querySelectorAll("#list > li").length ?? 0;
            const last = Math.max(
              ...Array.from(text.matchAll(/changed (\d+)/g), ([, at]) => Number(at)),
            );
            return rows === 500 ? last : 0;
          });
        const at = await visitor.evaluate(() => {
          const text = document.querySelector("#list")?.textContent ?? "";
          return Math.max(
            ...Array.from(text.matchAll(/changed (\d+)/g), ([, count]) => Number(count)),
          );
        });
        await expect.poll(whole, { intervals: [20], timeout: 20_000 }).toBeGreaterThan(at);
        took.push(Date.now() - lostAt);
        const kept = await viewer.evaluate(
          () => (window as unknown as { before?: boolean }).before === true,
        );
        if (!kept) reloads++;
      } finally {
        await Promise.all([people.close(), agents.close(), site.close()]);
        await server.dispose();
      }
    }
    const name = way.replaceAll(" ", "-");
    note(`repair-${name}`, {
      name: way,
      p50: quantile(took, 0.5),
      most: Math.max(...took),
      reloads,
    });
  });
}
