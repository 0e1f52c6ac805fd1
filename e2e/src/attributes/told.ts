/** What one journey through the shop left behind: REST's answers at its turns, and what the people in it saw themselves. */
import type { Schemas } from "@userview/client";
import type { Ready } from "../../fixtures/server.ts";

export type Visitor = Schemas["Visitor"];
export type Session = Schemas["Session"];
export type Team = Schemas["Team"];
export type FullAgent = Schemas["FullAgent"];
export type Pageview = Schemas["Pageview"];

/** Unix milliseconds at which something began and was over, on the clock of this machine. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

/** What a URL gave that REST told. */
export interface Opened {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

/** What the API's description says of its objects. */
export interface Description {
  readonly components: {
    readonly schemas: Readonly<Record<string, { properties: Readonly<Record<string, Property>> }>>;
  };
}

export interface Property {
  readonly enum?: readonly string[];
}

/** Ids of sessions by the value that they were asked for with. */
export type Found = Readonly<Record<string, readonly string[]>>;

export interface Told {
  readonly server: Ready;
  readonly description: Description;
  /** Origin of the shop. */
  readonly shop: string;
  /** The page that the stranger is at. */
  readonly strangersUrl: string;
  /** What Carla's own browser said. */
  readonly browser: {
    readonly shortId: string;
    readonly customerNumber: string;
    readonly lookupCode: string;
    readonly viewport: { readonly width: number; readonly height: number };
    /** All that left the page as control messages. */
    readonly sent: readonly Readonly<Record<string, unknown>>[];
    /** The settings that the page was told last. */
    readonly settings: Readonly<Record<string, unknown>>;
  };
  readonly visitor: {
    /** Signed in at the shop, a kite in the cart, before anybody watches; with history. */
    readonly before: Visitor;
    /** While two agents watch. */
    readonly during: Visitor;
    /** After the team's server has vouched for her, and she has gone; with history. */
    readonly after: Visitor;
    /** Of whom nothing is known, in an old browser. */
    readonly stranger: Visitor;
  };
  /** Dora, who followed Bob's personal link, and later asked for help. */
  readonly caller: {
    readonly waiting: Visitor;
    /** Bob has answered the call, and she has not decided yet. */
    readonly answered: Visitor;
    readonly after: Visitor;
    /** Waiting for whoever is available. */
    readonly asking: Visitor;
    readonly sessions: { readonly call: Session; readonly help: Session };
  };
  /** Ada's by REST, which Bob joins; one by lookup code, declined; one from the list, ended by REST. */
  readonly session: {
    readonly requested: Session;
    readonly live: Session;
    readonly ended: Session;
    readonly declined: Session;
    readonly fromList: Session;
    readonly fromChat: Session;
  };
  /** Ids of the sessions that REST gives for each `source` and each `video_status`, the newest first. */
  readonly found: Readonly<Record<"source" | "video_status", Found>>;
  readonly timeline: readonly Schemas["TimelineEntry"][];
  readonly agents: {
    /** Named in the request for the watch link. */
    readonly ada: FullAgent;
    /** Named with her id and name alone. */
    readonly eve: FullAgent;
    /** The member who signed in; while the dashboard was open, and when it had been left. */
    readonly bob: FullAgent;
    readonly bobGone: FullAgent;
  };
  readonly team: { readonly first: Team; readonly journey: Team; readonly changed: Team };
  /** What opening `watch_link` without a sign-in showed, and where it led after one. */
  readonly watchLink: { readonly asked: boolean; readonly ledTo: string };
  readonly icons: Readonly<Record<string, Opened>>;
  readonly when: {
    readonly arrival: Between;
    readonly product: Between;
    readonly start: Between;
    readonly consent: Between;
    readonly stop: Between;
    readonly trackEvent: Between;
    readonly leaving: Between;
  };
}
