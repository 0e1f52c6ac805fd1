/**
 * What a session promises, row by row, and the tests in a real Chromium that show each: a file below `e2e/tests` and a
 * part of a test's title. `rows.test.ts` fails when a title that is named here does not exist any more.
 */
import type { Schemas } from "@userview/client";

/** A file below `e2e/tests`, and words that stand in exactly one title in it. */
export type Shown = readonly [file: string, title: string];

export interface Row {
  readonly by: readonly Shown[];
  /** The feature that is not there yet; such rows are shown by nothing. */
  readonly later?: string;
}

const row = (...by: readonly Shown[]): Row => ({ by });
const later = (feature: string): Row => ({ by: [], later: feature });

/** What happens, and what the system does then. */
export const HAPPENS: Readonly<Record<string, Row>> = {
  "a session is asked for: nothing leaves the browser before a yes, a no ends it": row(
    ["sdk/session.spec.ts", "S3: before the visitor says yes nothing of the page leaves"],
    ["journey/shop.spec.ts", "a visitor who declines is not shown"],
    ["sdk/session.spec.ts", "onSessionRequest takes the place of the prompt"],
  ),
  "the visitor goes to another page or reloads: the same session, without another question": row([
    "journey/pages.spec.ts",
    "links, reloads, back and history keep the session",
  ]),
  "the visitor focuses another tab: the view follows": row([
    "journey/pages.spec.ts",
    "the view follows the tab that the visitor looks at",
  ]),
  "a page without the SDK: the session waits, and the agent is told": row([
    "journey/pages.spec.ts",
    "a page without the SDK: the session waits",
  ]),
  "the network drops or a server is restarted: what agents see equals the page again": row(
    ["journey/recovery.spec.ts", "the visitor's network drops and comes back"],
    ["journey/recovery.spec.ts", "kill -9 in the middle of a session"],
    ["journey/recovery.spec.ts", "a server that stops in good order"],
    ["sdk/session.spec.ts", "R2, R3: after a lost connection the stream goes on"],
  ),
  "the last tab is closed: the agent is told, and the session ends": row([
    "journey/ends.spec.ts",
    "when the last tab is closed the agent is told",
  ]),
  "all agents leave, or none does anything: the session ends": row(
    ["journey/ends.spec.ts", "so it does when all agents have left"],
    ["journey/ends.spec.ts", "a session in which no agent does anything ends"],
  ),
  "an agent joins in the middle: sees the present state, and disturbs nobody": row([
    "journey/agents.spec.ts",
    "an agent who leaves does not disturb the other; the late one sees the present state",
  ]),
  "several agents: all see the same, each has a named pointer in a colour, control is one's at a time":
    row(
      ["journey/agents.spec.ts", "two agents see the same page and each other"],
      ["journey/ends.spec.ts", "two agents take control in turn, and nobody's view diverges"],
      ["sdk/interface.spec.ts", "agents' pointers bear their names, move, and go"],
    ),
  "one agent, several visitors": row([
    "journey/ends.spec.ts",
    "one agent watches several visitors at once",
  ]),
  "the visitor presses stop: nothing more leaves the browser, agents' views are cleared": row(
    ["journey/stop.spec.ts", "nothing leaves the page after it was stopped by"],
    ["sdk/session.spec.ts", "S7: stop stops first and speaks then"],
    ["sdk/session.spec.ts", "S7: stopping in one tab stops the others at once"],
  ),
  "the session ends: the visitor reads it and may rate it, the agent sees a summary or goes where the link says":
    row(
      ["dashboard/watch.spec.ts", "shows the session from request to end"],
      ["journey/ends.spec.ts", "the end leads each where the link says"],
      ["sdk/settings.spec.ts", "P6: the end of sharing is said in the team's words"],
      ["sdk/rating.spec.ts", "the card takes the bar's place"],
    ),
};

/** How each source of sessions arises. */
export const SOURCES: Readonly<Record<Schemas["Session"]["source"], Row>> = {
  api: row(["journey/links.spec.ts", "a link opens the page alone, asks only when redeemed"]),
  search: row(
    ["dashboard/watch.spec.ts", "a watch link asks for a sign-in, comes back"],
    ["journey/shop.spec.ts", "the list shows visitors as they come"],
  ),
  "lookup code": row([
    "sdk/lookup-card.spec.ts",
    "the side button shows the code, which finds the visitor",
  ]),
  "personal link": row(["journey/waiting.spec.ts", "a visitor follows an agent's personal link"]),
  "agent request": row(
    ["journey/waiting.spec.ts", "a visitor asks for help: two agents hear it"],
    ["journey/waiting.spec.ts", "nobody is there: the page hears of it"],
  ),
  integration: row([
    "journey/live-chats.spec.ts",
    "an agent follows the link in the chat's data, signs in",
  ]),
};

/** What an agent can do, each only where permitted. */
export const CAN: Readonly<Record<string, Row>> = {
  "see the page live": row(["journey/fidelity.spec.ts", "equals the page at load and after"]),
  "point in the page": row(["journey/agents.spec.ts", "two agents see the same page and each"]),
  "lead with a laser, draw, frame an element": row(
    ["control/drawing.spec.ts", "C10: a stroke of the pen is seen by the visitor"],
    ["control/drawing.spec.ts", "C10: a highlight stays around its element"],
    ["control/drawing.spec.ts", "C10: a laser shows where the agent points"],
  ),
  "click with the full sequence of a hand": row([
    "sdk/control.spec.ts",
    "C6: a click is the whole sequence of a hand",
  ]),
  "scroll page and panes": row(
    ["sdk/control.spec.ts", "the page and panes scroll"],
    ["viewer/stage.spec.ts", "the wheel scrolls the pane under it, or the page"],
  ),
  "type by keystroke, with focus, selection, Enter, Tab": row(
    ["sdk/control.spec.ts", "keys type as a keyboard does"],
    ["sdk/control.spec.ts", "the caret moves, selects, deletes and undoes"],
    ["sdk/control.spec.ts", "Tab goes from control to control"],
  ),
  "choose in selects, dates, colours and ranges": row(
    ["sdk/control.spec.ts", "selects, dates, colours and ranges are set"],
    ["viewer/stage.spec.ts", "selects and pickers open over the mirror"],
  ),
  "go back, forward, reload, go to a URL": row([
    "control/navigation.spec.ts",
    "C9: to a page of the site, back, forward, and the same page anew",
  ]),
  "see and use the console": row([
    "control/console.spec.ts",
    "O1-O5: the console is read and used while a session is on",
  ]),
  "start an audio call": later("audio calls"),
  "ask for the full tab": later("screen sharing"),
  "show the own screen": later("screen sharing"),
  "write notes": later("notes"),
  "send custom messages": row([
    "journey/messages.spec.ts",
    "G1: a page's messages are listed for agents, told to products around",
  ]),
  "follow the visitor's tab": row(["journey/pages.spec.ts", "the view follows the tab"]),
  "fit or 100 %": row(["viewer/stage.spec.ts", "fit is centred and never larger than 100 %"]),
  "see the visitor's pointer, focus, selection and window size": row(
    ["viewer/exact.spec.ts", "focus and hover show as they do in the page"],
    ["viewer/content.spec.ts", "selected text and the page's own highlights are painted"],
    ["viewer/stage.spec.ts", "the visitor's new window size is the mirror's"],
  ),
  "never: secrets, file fields, what is masked or not for agents; refused with a reason": row(
    ["sdk/control.spec.ts", "is refused as"],
    ["sdk/control.spec.ts", "C6: keys and text are refused where a secret has the focus"],
    ["sdk/control.spec.ts", "C7: what the team or the page forbids is not carried out"],
  ),
};
