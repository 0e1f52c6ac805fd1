/** Stop means stop: nothing of a page leaves the browser afterwards, though the page goes on changing (rule S7). */
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

/** What the promise allows (sessions: "the visitor presses stop"). */
const ALLOWED_MS = 200;

interface Sending {
  stopped: number;
  contentAt: number[];
}

declare global {
  interface Window {
    sending: Sending;
  }
}

/** A page that changes in every frame and has a picture that is new each time. */
const RESTLESS = `<!doctype html><html><head><title>Restless</title></head><body><h1>Restless</h1><p id="count">0</p><div id="pictures"></div><script>
  let count = 0;
  (function tick() {
    count += 1;
    document.getElementById("count").textContent = "change " + count;
    const picture = new Image(); picture.src = "/dot.svg?" + count;
    document.getElementById("pictures").replaceChildren(picture);
    requestAnimationFrame(tick);
  })();
</script></body></html>`;

/** Notes, in the page and on its own clock, when content is handed to the network and when stop is pressed. */
function watchSending(): void {
  const sending: Sending = { stopped: Number.POSITIVE_INFINITY, contentAt: [] };
  window.sending = sending;
  const note = () => sending.contentAt.push(performance.now());
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data: Parameters<typeof send>[0]) {
    if (typeof data !== "string") note();
    send.call(this, data);
  };
  const ask = window.fetch;
  window.fetch = (...args: Parameters<typeof ask>) => {
    if (args[1]?.method === "PUT") note();
    return ask(...args);
  };
  const put = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    note();
    put.call(this, body);
  };
  addEventListener(
    "click",
    (event) => {
      const pressed = event
        .composedPath()
        .some((part) => part instanceof HTMLButtonElement && part.textContent === "Stop sharing");
      if (pressed) sending.stopped = performance.now();
    },
    true,
  );
}

for (const way of ["the bar's button", "UserView('stopSession')"] as const) {
  test(`nothing leaves the page after it was stopped by ${way}, and the agent's view is empty`, async ({
    server,
    newPerson,
    openSite,
  }) => {
    const site = await openSite({
      name: "plain",
      head: scriptTag(server.ready),
      pages: { "/restless.html": RESTLESS },
    });
    const visitor = await newPerson();
    await visitor.addInitScript(watchSending);
    await visitor.goto(site.url("/restless.html"));
    const agent = await newPerson();
    await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
    await allow(visitor);
    await expect(mirror(agent).getByText(/^change \d+$/)).toBeVisible();
    await expect
      .poll(() => visitor.evaluate(() => window.sending.contentAt.length))
      .toBeGreaterThan(20);

    if (way === "the bar's button") await stopSharing(visitor);
    else {
      await visitor.evaluate(() => {
        window.sending.stopped = performance.now();
        window.UserView("stopSession");
      });
    }
    // The frame goes with the session: looking into it while it goes would fail for that reason alone.
    await expect(agent.getByText("stopped sharing")).toBeVisible();
    await expect(mirror(agent).getByText(/^change \d+$/)).toBeHidden();

    const count = visitor.locator("#count");
    const before = await count.textContent();
    await expect(count).not.toHaveText(before ?? "");
    const { stopped, contentAt } = await visitor.evaluate(() => window.sending);
    expect(stopped).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(contentAt.filter((at) => at > stopped + ALLOWED_MS)).toEqual([]);
  });
}
