import type { ConsoleLine, LineKind } from "../../api/live/console-log.ts";

/** What of the console is shown. */
export type ConsoleFilter = "all" | "errors" | "warnings" | "logs";

const SHOWN: Readonly<Record<Exclude<ConsoleFilter, "all">, readonly LineKind[]>> = {
  errors: ["error", "uncaught"],
  warnings: ["warn"],
  logs: ["debug", "log", "info"],
};

/** Of the page those of the filter and with the words in them; what this agent ran stays in sight without a filter alone. */
export function shownLines(
  lines: readonly ConsoleLine[],
  filter: ConsoleFilter,
  search: string,
): readonly ConsoleLine[] {
  const words = search.trim().toLowerCase();
  return lines.filter(
    ({ kind, text }) =>
      (filter === "all" || SHOWN[filter].includes(kind)) &&
      (words === "" || text.toLowerCase().includes(words)),
  );
}

/** For the clipboard. */
export function linesAsText(lines: readonly ConsoleLine[]): string {
  return lines
    .map(({ kind, text, at }) =>
      [at?.toLocaleTimeString(), `[${kind}]`, text].filter(Boolean).join(" "),
    )
    .join("\n");
}

/** The input before or after `at` in the history; `history.length` stands for the empty line below it. */
export function fromHistory(
  history: readonly string[],
  at: number,
  step: -1 | 1,
): { at: number; code: string } {
  const next = Math.max(0, Math.min(history.length, at + step));
  return { at: next, code: history[next] ?? "" };
}
