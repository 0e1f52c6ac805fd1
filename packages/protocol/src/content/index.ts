/** Page content, format 2: what capture writes and viewers read. The server never looks into it. */
export * from "./digest.ts";
export * from "./numbers.ts";
export * from "./ops.ts";
export * from "./reader.ts";
export * from "./writer.ts";
