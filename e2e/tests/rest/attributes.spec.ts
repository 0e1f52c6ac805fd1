/**
 * Every attribute of the objects of the REST API, with the value that something in a real browser gave it: one journey
 * through the shop, then one row for each. The rows are in src/attributes; one whose feature is still to come says so.
 */
import { AGENT, FULL_AGENT } from "../../src/attributes/agent.ts";
import { journey } from "../../src/attributes/journey.ts";
import { EVENT, IMAGE, PAGEVIEW, SCREENSHOT } from "../../src/attributes/pageview.ts";
import type { Row } from "../../src/attributes/rows.ts";
import { SESSION, SOURCES, VIDEO_STATUSES } from "../../src/attributes/session.ts";
import { TEAM_REF, TEAM_ROWS } from "../../src/attributes/team.ts";
import type { Property, Told } from "../../src/attributes/told.ts";
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

/** Values of a session's attributes that have a row each. */
const VALUES: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  source: SOURCES,
  video_status: VIDEO_STATUSES,
};

let told: Told;

function propertiesOf(object: string): Readonly<Record<string, Property>> {
  return told.description.components.schemas[object]?.properties ?? {};
}

function eachRow(name: string, rows: Readonly<Record<string, Row>>): void {
  for (const [attribute, { done, comesWith, check }] of Object.entries(rows)) {
    const until = comesWith === undefined ? "" : ` (until ${comesWith} come)`;
    test(`${name}${attribute}: ${done}${until}`, () => check(told));
  }
}

test.beforeAll(async ({ startServer, openSite, newPerson }, testInfo) => {
  testInfo.setTimeout(180_000);
  told = await journey({ startServer, openSite, newPerson }, testInfo.outputPath());
});

for (const [object, rows] of Object.entries(OBJECTS)) {
  test(`the rows of ${object} are the attributes that it has`, () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(propertiesOf(object)).sort());
  });
  eachRow(`${object}.`, rows);
}

for (const [attribute, rows] of Object.entries(VALUES)) {
  test(`the rows of Session.${attribute} are the values that it can have`, () => {
    const values = propertiesOf("Session")[attribute]?.enum ?? [];
    expect(Object.keys(rows).sort()).toEqual([...values].sort());
  });
  eachRow(`Session.${attribute} = `, rows);
}
