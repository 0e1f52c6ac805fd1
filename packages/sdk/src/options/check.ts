/** Every option of `init`, checked by type: wrong ones and unknown ones are named in one console line each. */

import { LONGEST_TEXT, TEXTS, type TextName } from "@userview/protocol/texts";
import {
  fits as fitsLoader,
  type GivenOptions,
  isTexts,
  LARGEST_METADATA,
  type Kind as LoaderKind,
  type LoaderOptions,
  PATTERNS,
  KINDS as READ_BY_LOADER,
  UNUSABLE,
} from "../loader/options.ts";

/** The options that are read once there is more than a connection; those of the loader beside them. */
export interface InitOptions extends LoaderOptions {
  authorizationPromptTitle?: string;
  authorizationPromptMessage?: string;
  /** The page's own consent dialog: it calls `cb(true)` or `cb(false)`. */
  onSessionRequest?: (cb: (allow: boolean) => void, agentName: string) => void;
  endOfScreenshareMessage?: string;
  /** What agents read before they answer this page's visitor. */
  agentPrompt?: string;
  callWaitMessage?: string;
  callPromptText?: string;
  showTerminateButton?: boolean;
  showUserViewLink?: boolean;
  enableSessionRating?: boolean;
  integrateWithLivechat?: boolean;
  collectHistory?: boolean;
  allowDraw?: boolean;
  allowAgentRedirect?: boolean;
  allowRemoteConsole?: boolean;
  trackConsole?: boolean;
  requireControlRequest?: boolean;
  allowFullScreen?: boolean;
  allowRequestFullTab?: boolean;
  disableFullScreenWhenMasked?: boolean;
  maskedElements?: string[];
  unmaskedElements?: string[];
  maskAllText?: boolean;
  maskAllInputs?: boolean;
  noRemoteElements?: string[];
  /** URLs of pictures and fonts, with `*` for any characters, that only the visitor's browser can have. */
  proxyAssets?: string[];
  lookupCodeElement?: string;
  injectLookupCodeButton?: boolean;
  enableLookupCodeOnKey?: boolean;
  showAgentRequestButton?: "never" | "always" | "when_available";
  /** A new visitor when the identity is cleared. */
  resetConnectionOnLogOut?: boolean;
  locale?: string;
  /** Texts of the SDK in the page's own words, by their names (docs/guide/sdk.md). */
  translations?: Partial<Record<TextName, string>>;
  /** Milliseconds. */
  domChangesDelay?: number;
  enableCanvases?: boolean;
  canvasEncoding?: "webp" | "png" | "jpeg";
}

type Kind =
  | "boolean"
  | "text"
  | "wildcards"
  | "function"
  | "selector"
  | "selectors"
  | "when"
  | "texts"
  | "milliseconds"
  | "encoding";

/** The kind of each option that the loader does not read itself. */
export const KINDS: Readonly<Record<Exclude<keyof InitOptions, keyof LoaderOptions>, Kind>> = {
  authorizationPromptTitle: "text",
  authorizationPromptMessage: "text",
  onSessionRequest: "function",
  endOfScreenshareMessage: "text",
  agentPrompt: "text",
  callWaitMessage: "text",
  callPromptText: "text",
  showTerminateButton: "boolean",
  showUserViewLink: "boolean",
  enableSessionRating: "boolean",
  integrateWithLivechat: "boolean",
  collectHistory: "boolean",
  allowDraw: "boolean",
  allowAgentRedirect: "boolean",
  allowRemoteConsole: "boolean",
  trackConsole: "boolean",
  requireControlRequest: "boolean",
  allowFullScreen: "boolean",
  allowRequestFullTab: "boolean",
  disableFullScreenWhenMasked: "boolean",
  maskedElements: "selectors",
  unmaskedElements: "selectors",
  maskAllText: "boolean",
  maskAllInputs: "boolean",
  noRemoteElements: "selectors",
  proxyAssets: "wildcards",
  lookupCodeElement: "selector",
  injectLookupCodeButton: "boolean",
  enableLookupCodeOnKey: "boolean",
  showAgentRequestButton: "when",
  resetConnectionOnLogOut: "boolean",
  locale: "text",
  translations: "texts",
  domChangesDelay: "milliseconds",
  enableCanvases: "boolean",
  canvasEncoding: "encoding",
};

/** Agents who wait longer than that see a page that nobody has before them any more. */
const LONGEST_DELAY_MS = 1000;

const EXPECTED: Readonly<Record<Kind | LoaderKind, string>> = {
  boolean: "true or false",
  text: "a text",
  string: "a text",
  number: "a number of seconds",
  identities: "an array of texts, or null",
  id: "a text, a number, or null",
  metadata: "a flat object of texts, numbers and booleans, or null",
  function: "a function",
  selector: "a selector",
  selectors: "an array of selectors",
  wildcards: "an array of URLs, with * for any characters",
  texts: `texts of at most ${LONGEST_TEXT} characters by their names`,
  when: '"never", "always" or "when_available"',
  milliseconds: `milliseconds, at most ${LONGEST_DELAY_MS}`,
  encoding: '"webp", "png" or "jpeg"',
};

/** What holds when an option that hides something cannot be read: the whole page is hidden, not nothing. */
const CLOSED: Readonly<Partial<InitOptions>> = {
  maskedElements: [""],
  noRemoteElements: [""],
  maskAllText: true,
  maskAllInputs: true,
};

/**
 * The options that can be used. One that hides something and cannot be read hides all; other wrong ones are
 * left out.
 *
 * @param warn told once for each that is wrong or not known.
 */
export function checkOptions(given: GivenOptions, warn: (line: string) => void): InitOptions {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith(UNUSABLE)) {
      warn(refusal(name.slice(UNUSABLE.length), value));
    } else if (Object.hasOwn(READ_BY_LOADER, name)) {
      read[name] = value;
    } else if (!Object.hasOwn(KINDS, name)) {
      warn(`there is no option "${name}"`);
    } else {
      const kind = KINDS[name as keyof typeof KINDS];
      if (fits(kind, value)) {
        read[name] = value;
      } else {
        warn(`expected ${name} to be ${EXPECTED[kind]}, got ${shown(value)}`);
        if (Object.hasOwn(CLOSED, name)) read[name] = CLOSED[name as keyof InitOptions];
      }
    }
  }
  for (const name of ["tags", "integrationIds"] as const) {
    for (const value of given[name] ?? []) {
      if (!PATTERNS[name].test(value.trim()))
        warn(`${name}: expected ${PATTERNS[name]}, got "${value}"`);
    }
  }
  for (const name of Object.keys((read as InitOptions).translations ?? {})) {
    if (!Object.hasOwn(TEXTS, name)) warn(`translations: there is no text "${name}"`);
  }
  if (JSON.stringify(given.metadata ?? null).length > LARGEST_METADATA) {
    warn(`metadata: expected at most ${LARGEST_METADATA} characters as JSON`);
  }
  return read;
}

/** Why the loader could not use an option. */
function refusal(name: string, value: unknown): string {
  const kind = Object.hasOwn(READ_BY_LOADER, name)
    ? READ_BY_LOADER[name as keyof LoaderOptions]
    : undefined;
  if (kind === undefined || fitsLoader(kind, value)) return `there is no option "${name}" here`;
  return `expected ${name} to be ${EXPECTED[kind]}, got ${shown(value)}`;
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "boolean":
    case "function":
      return typeof value === kind;
    case "text":
    case "selector":
      return typeof value === "string";
    case "selectors":
    case "wildcards":
      return isTexts(value);
    case "texts":
      return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(
          (text) => typeof text === "string" && text.length <= LONGEST_TEXT,
        )
      );
    case "milliseconds":
      return typeof value === "number" && value >= 0 && value <= LONGEST_DELAY_MS;
    case "when":
      return value === "never" || value === "always" || value === "when_available";
    case "encoding":
      return value === "webp" || value === "png" || value === "jpeg";
  }
}

/** A value as a console line shows it. */
function shown(value: unknown): string {
  return typeof value === "function"
    ? "a function"
    : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
