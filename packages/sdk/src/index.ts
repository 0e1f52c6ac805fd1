/** Types of the SDK for pages that use it from TypeScript. */
export type { InitOptions } from "./options/check.ts";
