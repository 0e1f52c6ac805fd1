/** The live protocol in TypeScript: messages, envelope, codes. Source: protocol/SPEC.md. */
export * from "./envelope.ts";
export * from "./generated/codes.ts";
export type * from "./generated/messages.ts";
export * from "./palette.ts";
export * from "./receive.ts";
export * from "./reconnect.ts";

import type { InputSent } from "./generated/messages.ts";

/** What an agent does in the visitor's page; one of the kinds of action. */
export type Action = InputSent["action"];
