/** Rows of Team: as sessions have it, and as `GET /v1/team` gives it with all its settings. */
import { expect } from "../../fixtures/index.ts";
import { TEAM } from "./cast.ts";
import { moment, type Row, type Rows, row } from "./rows.ts";
import { changedSettings, KEPT_FROM_PAGES, type Settings } from "./settings.ts";

export const TEAM_REF: Rows<"TeamRef"> = {
  _type: row("the same in every session", ({ session }) => {
    expect(session.ended.team._type).toBe("team");
  }),
  domain: row("REST changed it before the session", ({ session }) => {
    expect(session.ended.team.domain).toBe(TEAM.domain);
  }),
  id: row("the team of the key", ({ session, team }) => {
    expect(session.ended.team.id).toBe(team.first.id);
  }),
};

/** A setting was changed by REST while a page was open, which was told at once if it need know. */
function setting(name: keyof Settings): Row {
  return row("REST changed it while Carla's page was open", ({ browser, shop, team }) => {
    const value = changedSettings(shop)[name];
    expect(team.first[name]).not.toEqual(value);
    expect(team.changed[name]).toEqual(value);
    if (KEPT_FROM_PAGES.has(name)) expect(browser.settings).not.toHaveProperty(name);
    else expect(browser.settings[name]).toEqual(value);
  });
}

const SETTING_NAMES = Object.keys(changedSettings("https://shop.example")) as (keyof Settings)[];

export const TEAM_ROWS: Rows<"Team"> = {
  ...(Object.fromEntries(SETTING_NAMES.map((name) => [name, setting(name)])) as Record<
    keyof Settings,
    Row
  >),
  _type: row("the same in every answer", ({ team }) => {
    expect(team.changed._type).toBe("team");
  }),
  created_at: row("the server started for the first time", ({ team, when }) => {
    expect(moment(team.first.created_at)).toBeLessThan(when.arrival.from);
    expect(moment(team.first.created_at)).toBeGreaterThan(when.arrival.from - 60_000);
  }),
  domain: row("REST changed it", ({ team }) => {
    expect([team.first.domain, team.journey.domain]).toEqual(["localhost", TEAM.domain]);
  }),
  id: row("the same after every change", ({ team }) => {
    expect(team.first.id).toMatch(/^team_\w+$/);
    expect([team.journey.id, team.changed.id]).toEqual([team.first.id, team.first.id]);
  }),
  name: row("REST changed it", ({ team }) => {
    expect([team.first.name, team.changed.name]).toEqual(["My team", TEAM.name]);
  }),
  on_premise: row("this server's settings say that it is not", ({ team }) => {
    expect(team.changed.on_premise).toBe(false);
  }),
  public_key: row("the shop's snippet has it", ({ server, team }) => {
    expect(team.changed.public_key).toBe(server.public_key);
  }),
};
