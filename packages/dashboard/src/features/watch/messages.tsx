import type { CustomMessage } from "@userview/protocol/custom";
import { ChevronDown, MessageSquareText, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { SessionLink } from "../../api/live/session-link.ts";
import { useStore } from "../../app/services.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { asText } from "./words.ts";

/** What the visitor's page tells agents of its own, in a corner over the mirror; nothing until there is something. */
export function Messages({ link }: { link: SessionLink }) {
  const messages = useStore(link.messages);
  const [folded, setFolded] = useState(false);
  const [seen, setSeen] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const last = messages.at(-1)?.serial ?? 0;
  useEffect(() => {
    if (folded) return;
    setSeen(last);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [folded, last]);
  if (messages.length === 0) return null;
  const news = folded ? messages.filter(({ serial }) => serial > seen).length : 0;
  return (
    <section
      aria-label="Messages of the page"
      className="absolute right-3 bottom-3 z-10 flex max-h-[min(45%,20rem)] w-[min(20rem,calc(100%-1.5rem))] flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-pop"
    >
      <div className="flex shrink-0 items-center gap-1 py-1 pr-1 pl-3">
        <button
          type="button"
          aria-expanded={!folded}
          className="flex min-w-0 flex-1 items-center gap-2 text-left font-medium text-sm"
          onClick={() => setFolded(!folded)}
        >
          <MessageSquareText aria-hidden size={15} className="shrink-0 text-ink-faint" />
          <span className="truncate">Messages of the page</span>
          {news > 0 && (
            <span className="rounded-full bg-accent px-1.5 font-semibold text-on-accent text-xs tabular-nums">
              {news}
              <span className="sr-only"> new</span>
            </span>
          )}
          <ChevronDown
            aria-hidden
            size={15}
            className={classNames("ml-auto shrink-0 text-ink-faint", folded && "rotate-180")}
          />
        </button>
        <button
          type="button"
          aria-label="Clear the messages"
          className={buttonLook("ghost", "icon")}
          onClick={() => link.messages.set([])}
        >
          <X aria-hidden size={15} />
        </button>
      </div>
      {!folded && (
        <ol
          ref={list}
          role="log"
          aria-label="Messages"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls is reached by keys
          tabIndex={0}
          className="min-h-0 overflow-y-auto border-line border-t py-1"
        >
          {messages.map(({ serial, at, message }) => (
            <li key={serial} className="px-3 py-1.5">
              <Message message={message} />
              <time dateTime={at.toISOString()} className="text-ink-faint text-xs tabular-nums">
                {at.toLocaleTimeString()}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Message({ message }: { message: CustomMessage }) {
  const text = asText(message);
  if (text !== null) return <p className="wrap-anywhere whitespace-pre-wrap text-sm">{text}</p>;
  return (
    <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-xs">
      {JSON.stringify(message, null, 2)}
    </pre>
  );
}
