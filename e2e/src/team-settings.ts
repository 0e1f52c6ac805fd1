import { readFileSync } from "node:fs";
import type { SdkSettings } from "@userview/protocol";

const examples = new URL("../../protocol/examples/ServerToVisitor.json", import.meta.url);
const [welcome]: { settings: SdkSettings }[] = JSON.parse(readFileSync(examples, "utf8"));

/** What a team's pages are told that has changed nothing. */
export const TEAM_DEFAULTS: SdkSettings = {
  ...(welcome as { settings: SdkSettings }).settings,
  masked_elements: [],
};
