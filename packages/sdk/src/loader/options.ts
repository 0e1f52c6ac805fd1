/**
 * The page's options, as far as connecting needs them: read once, checked by type, wrong ones named in one
 * console line and left out. The others are passed on as they were given; `../options/check.ts` checks them.
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

/** All that was given; what the loader does not read is not checked yet. */
export type GivenOptions = LoaderOptions & { readonly [other: string]: unknown };

/** What a value must be, in the words of the console. */
type Kind =
  | "boolean"
  | "string"
  | "positive number"
  | "array of strings or null"
  | "string, number or null"
  | "flat object or null";

/** Every option that the loader reads. */
export const KINDS: Readonly<Record<keyof LoaderOptions, Kind>> = {
  apiKey: "string",
  identities: "array of strings or null",
  uniqueId: "string, number or null",
  tags: "array of strings or null",
  integrationIds: "array of strings or null",
  identityToken: "string",
  metadata: "flat object or null",
  requireAuthorizationForSession: "boolean",
  allowRemoteClick: "boolean",
  allowRemoteScroll: "boolean",
  allowRemoteType: "boolean",
  autoconnect: "boolean",
  disconnectAfterSeconds: "positive number",
  debug: "boolean",
};

const IDENTITY = ["identities", "uniqueId", "tags", "integrationIds", "metadata", "identityToken"];
/** Options that override nothing that the team has set. */
const NO_OVERRIDE = [
  ...IDENTITY,
  "apiKey",
  "autoconnect",
  "debug",
  "disconnectAfterSeconds",
  "onSessionRequest",
];

/** A message has 64 KiB for everything (rule M1). */
const LARGEST_METADATA = 30_000;

/** The options that can be used; `only` lets through those that say who the visitor is. */
export function readOptions(given: unknown, call: string, only?: "identity"): GivenOptions {
  const read: Record<string, unknown> = {};
  if (given === undefined) return read;
  if (typeof given !== "object" || given === null) {
    warn(`${call}: expected an object of options, got ${given}`);
    return read;
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof LoaderOptions] : undefined;
    if (only !== undefined && !IDENTITY.includes(name)) {
      warn(`${call}: there is no option "${name}"`);
    } else if (value !== undefined) {
      if (kind === undefined || fits(kind, value)) read[name] = value;
      else warn(`${call}: expected ${name} to be ${kind}, got ${shown(value)}`);
    }
  }
  return read;
}

/** Whether the page overrides a setting of its team. */
export function overrides(options: GivenOptions): boolean {
  return Object.keys(options).some((name) => !NO_OVERRIDE.includes(name));
}

/** What the options say of the visitor; what they do not name is absent, null clears. */
export function identityOf(options: LoaderOptions): IdentityPatch {
  const { identities, uniqueId, tags, integrationIds, metadata, identityToken } = options;
  const patch: IdentityPatch = {};
  if (identities !== undefined) patch.identities = identities && texts(identities, 256);
  if (uniqueId !== undefined)
    patch.unique_id = uniqueId === null ? null : `${uniqueId}`.slice(0, 256) || null;
  if (tags !== undefined) patch.tags = fitting("tags", tags, /^#?[\w-]{1,64}$/);
  if (integrationIds !== undefined)
    patch.integration_ids = fitting(
      "integrationIds",
      integrationIds,
      /^[\w.-]{1,32}:[!-~]{0,128}$/,
    );
  // A token that is too long is still one when it is cut here: the server says so.
  if (identityToken !== undefined) patch.identity_token = identityToken.slice(0, 9000);
  if (JSON.stringify(metadata ?? null).length > LARGEST_METADATA) {
    warn(`metadata: expected at most ${LARGEST_METADATA} characters as JSON`);
  } else if (metadata !== undefined) {
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

function fitting(name: string, values: readonly string[] | null, pattern: RegExp): string[] | null {
  return (
    values &&
    texts(values, 256).filter((value) => {
      const good = pattern.test(value);
      if (!good) warn(`${name}: expected ${pattern}, got "${value}"`);
      return good;
    })
  );
}

function texts(values: readonly string[], length: number): string[] {
  return values
    .map((value) => value.trim().slice(0, length))
    .filter(Boolean)
    .slice(0, 50);
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "array of strings or null":
      return value === null || isTexts(value);
    case "string, number or null":
      return value === null || typeof value === "string" || Number.isFinite(value);
    case "positive number":
      return Number.isFinite(value) && (value as number) > 0;
    case "flat object or null":
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

/** A value as a console line shows it. */
export function shown(value: unknown): string {
  return typeof value === "function"
    ? "a function"
    : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
