import { useState } from "react";
import type { Pageview } from "../../../api/client.ts";
import { shortUrl, webUrl } from "../../visitors/words.ts";
import { seenInWords } from "./words.ts";

/** Of a page view with many events only the newest are shown at first. */
const SHOWN_AT_FIRST = 6;

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** One page view with what happened in it. */
export function PageviewRow({ pageview }: { pageview: Pageview }) {
  const [showsAll, setShowsAll] = useState(false);
  const { url, title, events } = pageview;
  const { host, path } = shortUrl(url);
  const hidden = showsAll ? 0 : Math.max(0, events.length - SHOWN_AT_FIRST);
  const seen = seenInWords(pageview.seen_seconds);
  return (
    <article className="px-4 py-3" aria-label={title === "" ? path : title}>
      <header className="flex items-baseline gap-3">
        <p className="min-w-0 flex-1 truncate font-medium">{title === "" ? path : title}</p>
        <p className="shrink-0 text-ink-faint text-xs tabular-nums">
          {seen !== null && <span title="How long the page was visible">{seen} · </span>}
          <Clock at={pageview.ts} />
        </p>
      </header>
      <p className="truncate text-ink-faint text-xs">
        <Address url={url} text={`${host}${path}`} />
      </p>
      {events.length > 0 && (
        <ol className="mt-2 grid gap-1.5">
          {hidden > 0 && (
            <li>
              <button
                type="button"
                className="rounded text-accent-ink text-xs underline-offset-2 hover:underline"
                onClick={() => setShowsAll(true)}
              >
                Show {hidden} earlier {hidden === 1 ? "event" : "events"}
              </button>
            </li>
          )}
          {events.slice(hidden).map((event) => (
            <li key={event.uuid} className="flex items-start gap-2.5">
              <img src={event.icon} alt="" width={18} height={18} className="mt-px shrink-0" />
              <span className="min-w-0 flex-1 break-words text-ink-soft">{event.title}</span>
              <span className="shrink-0 text-ink-faint text-xs leading-5 tabular-nums">
                <Clock at={event.ts} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}

function Address({ url, text }: { url: string; text: string }) {
  const href = webUrl(url);
  if (href === null) return <span>{text}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="underline-offset-2 hover:text-ink-soft hover:underline"
    >
      {text}
    </a>
  );
}

function Clock({ at }: { at: string }) {
  const parsed = Date.parse(at);
  if (Number.isNaN(parsed)) return <span>unknown</span>;
  return (
    <time dateTime={at} title={moment.format(parsed)}>
      {clock.format(parsed)}
    </time>
  );
}
