/** Canaries: nothing that masks hide is on the wire, in the stores or in the logs, however it comes to stand in a page. */
import { ALL, HIDDEN, HIDDEN_COLOURS, HTML, SHOWN, SHOWN_COLOUR } from "../../src/canaries/page.ts";
import {
  coloursOf,
  filesIn,
  found,
  isClose,
  isPicture,
  Traffic,
} from "../../src/canaries/search.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const SECRET_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>';

test(`${HIDDEN.length + HIDDEN_COLOURS.length} canaries: none on the wire, in the stores or in the logs`, async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(180_000);
  const server = await startServer({ env: { USERVIEW_LOG_LEVEL: "debug" } });
  const { base_url } = server.ready;
  const rest = Rest.of(server);
  const settings = { masked_elements: [".team-secret"], collect_history: true };
  expect((await rest.ask("PATCH", "/v1/team", settings)).status).toBe(200);
  const init = `<script>UserView("init", { maskedElements: [".page-secret"] })</script>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready) + init,
    pages: { "/canaries.html": HTML, "/secret.svg": SECRET_PICTURE },
  });
  const visitor = await newPerson();
  const agent = await newPerson();
  const traffic = [new Traffic(visitor, base_url), new Traffic(agent, base_url)];
  const wire = async (): Promise<string> =>
    (await Promise.all(traffic.map((one) => one.text()))).join("\n");
  const pictures = async (): Promise<Buffer[]> =>
    (await Promise.all(traffic.map((one) => one.pictures()))).flat();

  await visitor.goto(site.url("/canaries.html"));
  const shortId = await shortIdOf(visitor);
  expect(await visitor.evaluate(() => window.UserView("saveHistory"))).toBe(true);
  await agent.goto(await rest.watchUrl(shortId));
  await allow(visitor);
  const end = mirror(agent).locator("#end");
  const settled = async (mark: string): Promise<void> => {
    await visitor.locator("#end").evaluate((output, text) => output.replaceChildren(text), mark);
    await expect(end).toHaveText(mark);
  };
  await settled("shared");

  for (const { row, text } of ALL) {
    if (row.types !== undefined) await visitor.locator(`#${row.types}`).pressSequentially(text);
    if (row.act !== undefined)
      await visitor.evaluate(
        (script) => new Function(`return (async () => { ${script} })()`)() as Promise<void>,
        row.act(text),
      );
  }
  await settled("acted");
  for (const { row } of ALL)
    if (row.clicks !== undefined) await visitor.locator(`#${row.clicks}`).click();
  await settled("clicked");
  // Rules of the team that change in the running session have the whole page told anew.
  const more = { masked_elements: [".team-secret", ".nothing"] };
  expect((await rest.ask("PATCH", "/v1/team", more)).status).toBe(200);
  await settled("told anew");
  const [openText, laterText, buttonText, pictureText] = SHOWN.map(({ text }) => text);
  await expect
    .poll(async () => {
      await visitor.evaluate(() => window.UserView("saveHistory"));
      return JSON.stringify((await rest.ask("GET", `/v1/visitors/${shortId}/history`)).body);
    })
    .toContain(`Clicked \\"${buttonText}`);
  await expect.poll(wire).toContain(pictureText);
  const eyes = await newPerson();
  const hasColour = async (): Promise<boolean> =>
    (await coloursOf(eyes, await pictures())).some((one) => isClose(one, SHOWN_COLOUR.text));
  await expect.poll(hasColour).toBe(true);
  await agent.reload();
  await settled("joined late");
  await stopSharing(visitor);
  await visitor.close();
  await agent.close();
  await server.stop();

  const said = await wire();
  const files = filesIn(server.dataDir);
  const log = server.log();
  const stored = files.map(({ body }) => body.toString("latin1")).join("\n");
  // What may be seen is found in each of these places: the search finds what is there.
  for (const text of [openText, laterText, buttonText, pictureText]) expect(said).toContain(text);
  expect(stored).toContain(buttonText);
  expect(stored).toContain(pictureText);
  expect(log).toContain("/v1/team");

  const names = (canaries: readonly { row: { name: string } }[]): string[] =>
    canaries.map(({ row }) => row.name);
  const kept = files.map(({ body }) => body).filter(isPicture);
  const colours = await coloursOf(eyes, [...(await pictures()), ...kept]);
  const seen = HIDDEN_COLOURS.filter(({ text }) => colours.some((one) => isClose(one, text)));
  expect({
    wire: names(found(said, HIDDEN)),
    stores: names(found(stored, HIDDEN)),
    logs: names(found(log, HIDDEN)),
    pictures: names(seen),
  }).toEqual({ wire: [], stores: [], logs: [], pictures: [] });
  const count = HIDDEN.length + HIDDEN_COLOURS.length;
  console.log(
    `masking: ${count} canaries, 0 on the wire (${said.length} characters), 0 in the stores (${files.length} files), 0 in the logs`,
  );
});

test("P5: where a team masks all text, no title leaves, from the first word of a page on", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/titled.html": "<!doctype html><html><head><title>qzktitle</title></head></html>" },
  });
  const titled = async (): Promise<boolean> => {
    const visitor = await newPerson();
    const traffic = new Traffic(visitor, server.ready.base_url);
    await visitor.goto(site.url("/titled.html"));
    await shortIdOf(visitor);
    return (await traffic.text()).includes("qzktitle");
  };
  expect(await titled()).toBe(true);
  expect((await rest.ask("PATCH", "/v1/team", { mask_all_text: true })).status).toBe(200);
  expect(await titled()).toBe(false);
});
