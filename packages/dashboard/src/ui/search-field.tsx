import { Search, X } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { inputLook } from "./field.tsx";

/** What was typed is searched for when the typing pauses this long. */
const TYPING_PAUSE_MS = 160;

/** The search; `/` leads to it from anywhere on the page, Escape clears it, Arrow Down leads to the list. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
}: {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (search: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  const send = useCallback(() => {
    if (typed === sent.current) return;
    sent.current = typed;
    onSearch(typed);
  }, [typed, onSearch]);
  useEffect(() => {
    const timer = setTimeout(send, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [send]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") setTyped("");
    if (event.key === "ArrowDown") {
      event.preventDefault();
      document.querySelector<HTMLElement>("[data-row]")?.focus();
    }
  };
  return (
    <search className="relative block min-w-0 flex-1">
      <Search
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-2.5 left-2.5 text-ink-faint"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        className={`${inputLook} pr-9 pl-9`}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        // Whoever goes on to a row goes there: a search that comes later would call them back.
        onBlur={send}
      />
      {typed === "" ? (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-2 right-2 hidden h-5 w-5 place-items-center rounded border border-line-strong text-ink-faint text-xs sm:grid"
        >
          /
        </kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          className="absolute top-1.5 right-1.5 grid size-6 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
          onClick={() => {
            setTyped("");
            input.current?.focus();
          }}
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </search>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
