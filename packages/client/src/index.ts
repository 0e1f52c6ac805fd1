import { Methods } from "./generated/methods.ts";
import type { components } from "./generated/schema.ts";

export type { Options, Settings } from "./core.ts";
export { type Kind, UserViewError } from "./errors.ts";
export type { components, operations, paths } from "./generated/schema.ts";
export { InvalidSignature, verifyWebhook, type WebhookEvent } from "./signatures.ts";

/** The API's objects by name: `Schemas["Visitor"]`. */
export type Schemas = components["schemas"];

/** UserView's REST API, one method for each operation. */
export class UserView extends Methods {}
