import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { clockLength, TimeAgo, useNow } from "../../ui/time.tsx";
import { ROW_LINK, ROW_LOOK } from "../../ui/virtual-table.tsx";
import { Stars } from "../session/stars.tsx";
import { shortUrl } from "../visitors/words.ts";
import type { SessionRow as Row } from "./merge.ts";
import { agentsInWords, asSentence, FORGOTTEN, outcomeInWords, SOURCES } from "./words.ts";

/** Pixels; the same for all, so that thousands can be laid out without measuring. */
export const ROW_HEIGHT = 60;

/** Columns of header and rows; narrow windows show who, how it ended and how long. */
export const ROW_COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_4.5rem] md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1.3fr)_4.5rem_6rem] xl:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1fr)_5rem_6.5rem] items-center gap-x-4 px-4 sm:px-6";

/** One session. The whole row leads to its page; Join leads to watching one that runs. */
export const SessionRow = memo(function SessionRow({
  row: { session, liveSince },
  now,
  index,
  top,
}: {
  row: Row;
  now: number;
  /** Position in the list, 0 first. */
  index: number;
  /** Distance from the top of the list in pixels. */
  top: number;
}) {
  const name = session.visitor?.nickname ?? FORGOTTEN;
  const agents = agentsInWords(session);
  const runs = session.ended_at === null;
  return (
    <tr
      aria-rowindex={index + 2}
      data-session={session.id}
      className={classNames(ROW_COLUMNS, ROW_LOOK)}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <td className="flex min-w-0 items-center gap-3">
        <Avatar name={session.visitor === null ? "?" : name} seed={session.visitor_id} />
        <div className="min-w-0">
          <div className="flex min-w-0 items-center gap-2">
            <Link
              to="/sessions/$session"
              params={{ session: session.id }}
              data-row={index}
              className={classNames(ROW_LINK, session.visitor === null && "text-ink-soft")}
            >
              {name}
            </Link>
            {runs && (
              <span className="shrink-0">
                <Badge tone={session.went_live ? "accent" : "warn"}>
                  {session.went_live ? "Live" : "Waiting"}
                </Badge>
              </span>
            )}
          </div>
          <p className="hidden truncate text-ink-faint text-xs md:block" title={session.start_url}>
            {pageInWords(session.start_url)}
          </p>
          <p className="truncate text-ink-faint text-xs md:hidden">
            <TimeAgo at={session.started_at} now={now} /> · {outcomeInWords(session)}
          </p>
        </div>
      </td>
      <td className="hidden min-w-0 md:block">
        <span
          className={classNames(
            "block truncate",
            session.agents.length === 0 ? "text-ink-faint" : "text-ink",
          )}
          title={agents}
        >
          {agents}
        </span>
      </td>
      <td className="hidden min-w-0 md:block">
        <span className="block truncate">{asSentence(outcomeInWords(session))}</span>
        <span className="flex min-w-0 items-center gap-2 text-ink-faint text-xs">
          <span className="truncate xl:hidden">{SOURCES[session.source]}</span>
          {session.rating !== null && <Stars rating={session.rating} />}
        </span>
      </td>
      <td className="hidden min-w-0 truncate text-ink-soft xl:block">{SOURCES[session.source]}</td>
      <td className="min-w-0 truncate text-right text-ink-soft tabular-nums md:text-left">
        <Length row={{ session, liveSince }} />
      </td>
      <td className="hidden min-w-0 md:block">
        {runs ? (
          <Link
            to="/watch/$session"
            params={{ session: session.id }}
            aria-label={`Join the session with ${name}`}
            className={classNames("relative", buttonLook("secondary", "small"))}
          >
            Join
          </Link>
        ) : (
          <span className="block truncate text-ink-soft">
            <TimeAgo at={session.started_at} now={now} />
          </span>
        )}
      </td>
    </tr>
  );
});

function Length({ row: { session, liveSince } }: { row: Row }) {
  if (liveSince !== null) return <RunningLength since={liveSince} />;
  if (session.went_live) return clockLength(session.length_seconds);
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">Never live</span>
    </span>
  );
}

function RunningLength({ since }: { since: number }) {
  const now = useNow(1000);
  return <span className="font-medium text-accent-ink">{clockLength((now - since) / 1000)}</span>;
}

function pageInWords(url: string): string {
  const { host, path } = shortUrl(url);
  return path === "/" ? host : host + path;
}
