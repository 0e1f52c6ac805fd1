/**
 * Every attribute of the objects of the REST API, with the value that something in a real browser gave it: one journey
 * through the shop, then one row for each. The rows are in src/attributes; one whose feature is still to come says so.
 */
import { AGENT, FULL_AGENT } from "../../src/attributes/agent.ts";
import { journey } from "../../src/attributes/journey.ts";
import { EVENT, IMAGE, PAGEVIEW, SCREENSHOT } from "../../src/attributes/pageview.ts";
import type { Row } from "../../src/attributes/rows.ts";
import { SESSION } from "../../src/attributes/session.ts";
import { TEAM_REF, TEAM_ROWS } from "../../src/attributes/team.ts";
import type { Told } from "../../src/attributes/told.ts";
import { VISITOR } from "../../src/attributes/visitor.ts";
import { expect, test } from "../../src/journey.ts";

/** By the names that the objects have in the API's own description. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  Visitor: VISITOR,
  Pageview: PAGEVIEW,
  Event: EVENT,
  Screenshot: SCREENSHOT,
  Image: IMAGE,
  Session: SESSION,
  Agent: AGENT,
  FullAgent: FULL_AGENT,
  TeamRef: TEAM_REF,
  Team: TEAM_ROWS,
};

interface Description {
  readonly components: {
    readonly schemas: Readonly<Record<string, { properties: Readonly<Record<string, unknown>> }>>;
  };
}

let told: Told;

test.beforeAll(async ({ startServer, openSite, newPerson }, testInfo) => {
  told = await journey({ startServer, openSite, newPerson }, testInfo.outputPath());
});

for (const [object, rows] of Object.entries(OBJECTS)) {
  test(`the rows of ${object} are the attributes that it has`, () => {
    const { schemas } = (told.description as Description).components;
    const { properties } = schemas[object] ?? { properties: {} };
    expect(Object.keys(rows).sort()).toEqual(Object.keys(properties).sort());
  });

  for (const [attribute, { done, comesWith, check }] of Object.entries(rows)) {
    const until = comesWith === undefined ? "" : ` (until ${comesWith} come)`;
    test(`${object}.${attribute}: ${done}${until}`, () => check(told));
  }
}
