import type { SessionView } from "@userview/protocol";
import { Ban, ChevronRight, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ConsoleLine, ConsoleLog, LineKind } from "../../api/live/console-log.ts";
import { useStore } from "../../app/services.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { type ConsoleFilter, fromHistory, linesAsText, shownLines } from "./console-lines.ts";

/** The protocol's, in characters. */
const LONGEST_CODE = 4096;

const LOOKS: Partial<Record<LineKind, string>> = {
  error: "bg-bad-soft text-bad-ink",
  uncaught: "bg-bad-soft text-bad-ink",
  warn: "bg-warn-soft text-warn-ink",
  debug: "text-ink-faint",
  run: "text-ink",
  refused: "text-warn-ink",
  page: "text-ink-faint",
  dropped: "text-ink-faint",
};

const MARKS: Partial<Record<LineKind, string>> = {
  run: "›",
  value: "‹",
  error: "✕",
  uncaught: "✕",
  warn: "!",
};

export interface ConsolePanelProps {
  log: ConsoleLog;
  permissions: SessionView["permissions"];
  onClose: () => void;
}

/** The page's console below the mirror: what it says, and code for it. */
export function ConsolePanel({ log, permissions, onClose }: ConsolePanelProps) {
  const { lines, refused } = useStore(log.store);
  const [filter, setFilter] = useState<ConsoleFilter>("all");
  const [search, setSearch] = useState("");
  const reads = permissions.read_console === true;
  const runs = permissions.run_console === true;
  useEffect(() => {
    log.open(reads);
    return () => log.close();
  }, [log, reads]);
  const shown = shownLines(lines, filter, search);
  return (
    <section
      aria-label="Console"
      className="flex h-72 max-h-[45%] shrink-0 flex-col border-line border-t bg-surface"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-3 py-1.5">
        <h2 className="mr-1 font-semibold text-sm">Console</h2>
        <Segmented
          label="What is shown"
          value={filter}
          onChange={setFilter}
          choices={[
            { value: "all", label: "All" },
            { value: "errors", label: "Errors" },
            { value: "warnings", label: "Warnings" },
            { value: "logs", label: "Logs" },
          ]}
        />
        <input
          type="search"
          aria-label="Search the console"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-8 min-w-24 max-w-56 flex-1 rounded-md border border-line-strong bg-canvas px-2.5 text-sm"
        />
        <span className="ml-auto flex items-center gap-1">
          <CopyButton text={linesAsText(shown)} />
          <button
            type="button"
            aria-label="Clear the console"
            className={buttonLook("ghost", "icon")}
            onClick={() => log.clear()}
          >
            <Ban aria-hidden size={15} />
          </button>
          <button
            type="button"
            aria-label="Close the console"
            className={buttonLook("ghost", "icon")}
            onClick={onClose}
          >
            <X aria-hidden size={15} />
          </button>
        </span>
      </div>
      <Lines lines={shown} />
      {shown.length === 0 && (
        <p className="min-h-0 flex-1 overflow-y-auto px-3 py-2 text-ink-soft text-sm">
          {refused !== null
            ? `The console cannot be read: ${refused}.`
            : lines.length > 0
              ? "Nothing here matches."
              : reads
                ? "Nothing yet. What the page writes to its console from now on is shown here."
                : "What your code returns is shown here. You may not read what the page itself writes."}
        </p>
      )}
      {runs && <Prompt log={log} />}
    </section>
  );
}

function Lines({ lines }: { lines: readonly ConsoleLine[] }) {
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const last = lines.at(-1)?.key;
  useEffect(() => {
    if (last !== undefined && follows.current)
      list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  if (lines.length === 0) return null;
  return (
    <ol
      ref={list}
      role="log"
      aria-label="What the page says"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls is reached by keys
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto border-line border-t font-mono text-xs"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight > scrollHeight - 24;
      }}
    >
      {lines.map((line) => (
        <li
          key={line.key}
          data-kind={line.kind}
          className={classNames(
            "grid grid-cols-[4.5rem_0.75rem_minmax(0,1fr)] gap-2 border-line border-b px-3 py-1",
            LOOKS[line.kind],
          )}
        >
          <time className="text-ink-faint tabular-nums">{line.at?.toLocaleTimeString()}</time>
          <span aria-hidden>{MARKS[line.kind] ?? ""}</span>
          <span className="wrap-anywhere whitespace-pre-wrap">{line.text}</span>
        </li>
      ))}
    </ol>
  );
}

function Prompt({ log }: { log: ConsoleLog }) {
  const [code, setCode] = useState("");
  const [at, setAt] = useState(log.history.length);
  const recall = (step: -1 | 1) => {
    const found = fromHistory(log.history, at, step);
    setAt(found.at);
    setCode(found.code);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const above = value.slice(0, selectionStart).includes("\n");
    const below = value.slice(selectionEnd).includes("\n");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (code.trim() === "") return;
      log.run(code);
      setCode("");
      setAt(log.history.length);
    } else if (event.key === "ArrowUp" && !above) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "ArrowDown" && !below) {
      event.preventDefault();
      recall(1);
    }
  };
  return (
    <div className="flex shrink-0 items-start gap-2 border-line border-t px-3 py-1.5">
      <ChevronRight aria-hidden size={15} className="mt-1 shrink-0 text-accent-ink" />
      <textarea
        aria-label="Code to run in the visitor’s page"
        placeholder="Run code in the visitor’s page. They see what you run. Enter runs, Shift and Enter begins a line"
        rows={Math.min(6, code.split("\n").length)}
        maxLength={LONGEST_CODE}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-full resize-none bg-transparent py-0.5 font-mono text-xs leading-5"
      />
    </div>
  );
}
