/**
 * The page's options, as far as connecting needs them: read once and checked by type. The others are passed on
 * as they were given. What cannot be used is left out here, and named by the companion (`../options/check.ts`).
 */

import type { IdentityPatch } from "@userview/protocol";
import { warn } from "./console.ts";

/** What the loader itself reads of the options of `init` (docs/guide/sdk.md). */
export interface LoaderOptions {
  apiKey?: string;
  identities?: string[] | null;
  uniqueId?: string | number | null;
  tags?: string[] | null;
  /** Ids that live chats know the visitor by, "chat:1234"; joined to earlier ones, "chat:" clears one. */
  integrationIds?: string[] | null;
  /** JWT that the site's server signed: who the visitor really is. */
  identityToken?: string;
  metadata?: Record<string, string | number | boolean> | null;
  requireAuthorizationForSession?: boolean;
  allowRemoteClick?: boolean;
  allowRemoteScroll?: boolean;
  allowRemoteType?: boolean;
  autoconnect?: boolean;
  /** Seconds without focus, mouse or key after which the connection rests, outside sessions. */
  disconnectAfterSeconds?: number;
  debug?: boolean;
}

/** What is before the name of an option that cannot be used. */
export const UNUSABLE = "!";

/** All that was given; what the loader does not read is not checked yet, what it cannot use is marked. */
export type GivenOptions = LoaderOptions & { readonly [other: string]: unknown };

/** How the value of an option that the loader reads must be. */
export type Kind = "boolean" | "string" | "number" | "identities" | "id" | "metadata";

/** Every option that the loader reads. */
export const KINDS: Readonly<Record<keyof LoaderOptions, Kind>> = {
  apiKey: "string",
  identities: "identities",
  uniqueId: "id",
  tags: "identities",
  integrationIds: "identities",
  identityToken: "string",
  metadata: "metadata",
  requireAuthorizationForSession: "boolean",
  allowRemoteClick: "boolean",
  allowRemoteScroll: "boolean",
  allowRemoteType: "boolean",
  autoconnect: "boolean",
  disconnectAfterSeconds: "number",
  debug: "boolean",
};

const IDENTITY = ["identities", "uniqueId", "tags", "integrationIds", "metadata", "identityToken"];
/** How options begin that override nothing of the team's: apiKey, autoconnect, agentPrompt, debug, onSessionRequest, and what cannot be used. */
const NO_OVERRIDE = /^(!|api|auto|agentP|debug|onS)/;

/** How entries of lists must be to be kept. */
export const PATTERNS = {
  tags: /^#?[\w-]{1,64}$/,
  integrationIds: /^[\w.-]{1,32}:[!-~]{0,128}$/,
};
/** Characters as JSON: a message has 64 KiB for everything (rule M1). */
export const LARGEST_METADATA = 30_000;

/** The options that can be used; `only` lets through those that say who the visitor is. */
export function readOptions(given: unknown, call: string, only?: "identity"): GivenOptions {
  const read: Record<string, unknown> = {};
  if (given === undefined) return read;
  if (typeof given !== "object" || given === null) {
    warn(`${call}: expected an object of options, got ${String(given)}`);
    return read;
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = KINDS[name as keyof LoaderOptions];
    const good = only ? IDENTITY.includes(name) && fits(kind, value) : !kind || fits(kind, value);
    if (value !== undefined) read[good ? name : UNUSABLE + name] = value;
  }
  return read;
}

/** Whether the page overrides a setting of its team. */
export function overrides(options: GivenOptions): boolean {
  return Object.keys(options).some((name) => !IDENTITY.includes(name) && !NO_OVERRIDE.test(name));
}

/** What the options say of the visitor; what they do not name is absent, null clears. */
export function identityOf(options: LoaderOptions): IdentityPatch {
  const { identities, uniqueId, tags, integrationIds, metadata, identityToken } = options;
  const patch: IdentityPatch = {};
  if (identities !== undefined) patch.identities = identities && texts(identities, 256);
  if (uniqueId !== undefined)
    patch.unique_id = uniqueId === null ? null : `${uniqueId}`.slice(0, 256) || null;
  if (tags !== undefined) patch.tags = fitting(tags, PATTERNS.tags);
  if (integrationIds !== undefined)
    patch.integration_ids = fitting(integrationIds, PATTERNS.integrationIds);
  // A token that is too long is still one when it is cut here: the server says so.
  if (identityToken !== undefined) patch.identity_token = identityToken.slice(0, 9000);
  if (metadata !== undefined && JSON.stringify(metadata).length <= LARGEST_METADATA) {
    patch.metadata =
      metadata &&
      Object.fromEntries(
        Object.entries(metadata)
          .slice(0, 100)
          .map(([key, value]) => [
            key.slice(0, 64),
            typeof value === "string" ? value.slice(0, 1000) : value,
          ]),
      );
  }
  return patch;
}

/** Those that can be kept. */
function fitting(values: readonly string[] | null, pattern: RegExp): string[] | null {
  return values && texts(values, 256).filter((value) => pattern.test(value));
}

function texts(values: readonly string[], length: number): string[] {
  return values
    .map((value) => value.trim().slice(0, length))
    .filter(Boolean)
    .slice(0, 50);
}

/** Whether the value is of this kind. */
export function fits(kind: Kind | undefined, value: unknown): boolean {
  switch (kind) {
    case "identities":
      return value === null || isTexts(value);
    case "id":
      return value === null || typeof value === "string" || Number.isFinite(value);
    case "number":
      return Number.isFinite(value) && (value as number) > 0;
    case "metadata":
      return (
        value === null ||
        (typeof value === "object" &&
          !Array.isArray(value) &&
          Object.entries(value as object).every(
            ([key, one]) =>
              key !== "" && (/^(?:string|boolean)$/.test(typeof one) || Number.isFinite(one)),
          ))
      );
    default:
      return typeof value === kind;
  }
}

/** Whether it is an array of texts. */
export function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
