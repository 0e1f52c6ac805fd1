import type { FeatureFactory } from "@userview/capture";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_DRAWINGS: string;

/** What tells of canvases, sound, films and highlights, for pages that have any. */
export async function loadDrawings(): Promise<readonly FeatureFactory[]> {
  const { drawings } = (await import(
    new URL(USERVIEW_DRAWINGS, import.meta.url).href
  )) as typeof import("@userview/capture/drawings");
  return drawings;
}
