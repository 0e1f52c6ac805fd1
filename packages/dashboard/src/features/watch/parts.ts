import type { SessionLink } from "../../api/live/session-link.ts";
import type { Embedding } from "./embedding.ts";
import type { Mirror } from "./mirror.ts";
import type { Branding } from "./seats.ts";

/** By what right a session is watched, and how that page looks. */
export interface WatchSessionProps {
  session: string;
  /** What redeeming a link gave; null for members of the team. */
  seat: string | null;
  branding: Branding;
  member: boolean;
  /** The page around this one, for links; null where there is none. */
  embedding: Embedding | null;
}

/** This page's part in a session, and the mirror of it. */
export interface Part {
  link: SessionLink;
  mirror: Mirror;
}

/** What every phase of a session, from joining to the end, is shown with. */
export interface PhaseProps extends WatchSessionProps, Part {
  controlEnabled: boolean;
  onControlEnabled: (enabled: boolean) => void;
}
