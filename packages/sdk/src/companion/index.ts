/** The companion: what the SDK does in a page outside of sessions, beyond being connected. Loaded when the page is at rest. */
import type { Companion, CompanionHost, CompanionModule } from "../port.ts";
import { PageCompanion } from "./companion.ts";
import { PIECES } from "./pieces.ts";

/** The companion of this page, over the loader's connection. */
export const createCompanion: CompanionModule["createCompanion"] = (
  host: CompanionHost,
): Companion => new PageCompanion(host, PIECES);
