import { Link } from "@tanstack/react-router";
import { Eye } from "lucide-react";
import { memo } from "react";
import type { Visitor } from "../../api/client.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { TimeAgo } from "../../ui/time.tsx";
import { ROW_LINK, ROW_LOOK } from "../../ui/virtual-table.tsx";
import { DeviceIcon } from "./device-icon.tsx";
import { PresenceDot } from "./presence.tsx";
import { VerifiedMark } from "./verified.tsx";
import { device, otherNames, place, shortUrl } from "./words.ts";

/** Every row is as high as this, so that 10,000 of them can be laid out without measuring. */
export const ROW_HEIGHT = 60;

/** Columns of header and rows; narrow windows show who, where and when only. */
export const ROW_COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_5.5rem] md:grid-cols-[minmax(0,1.25fr)_minmax(0,1.2fr)_6.5rem_5.5rem] xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1.4fr)_minmax(0,0.9fr)_minmax(0,0.8fr)_6.5rem_5.5rem] items-center gap-x-4 px-4 sm:px-6";

/** One visitor. The whole row leads to the visitor's page; Watch begins a session. */
export const VisitorRow = memo(function VisitorRow({
  visitor,
  now,
  index,
  top,
}: {
  visitor: Visitor;
  now: number;
  /** Position in the list, 0 first. */
  index: number;
  /** Distance from the top of the list in pixels. */
  top: number;
}) {
  const where = place(visitor);
  const machine = device(visitor);
  return (
    <tr
      aria-rowindex={index + 2}
      data-visitor={visitor.short_id}
      className={classNames(ROW_COLUMNS, ROW_LOOK)}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <td className="flex min-w-0 items-center gap-3">
        <PresenceDot online={visitor.is_online} />
        <Avatar name={visitor.nickname} seed={visitor.short_id} />
        <div className="min-w-0">
          <div className="flex min-w-0 items-center gap-2">
            <Link
              to="/visitors/$shortId"
              params={{ shortId: visitor.short_id }}
              data-row={index}
              className={classNames(ROW_LINK, !visitor.is_online && "text-ink-soft")}
            >
              {visitor.nickname}
            </Link>
            <VerifiedMark visitor={visitor} />
            {visitor.is_in_session && (
              <span className="shrink-0">
                <Badge tone="accent">In session</Badge>
              </span>
            )}
          </div>
          <Details visitor={visitor} />
        </div>
      </td>
      <td className="hidden min-w-0 md:block">
        <PageNow url={visitor.last_url} />
      </td>
      <td className="hidden min-w-0 xl:block">
        <div className="flex min-w-0 items-center gap-2">
          <DeviceIcon type={visitor.device_type} />
          <span className="min-w-0">
            <span className="block truncate">
              {visitor.browser_name ?? <Unknown what="Browser" />}
            </span>
            {machine !== null && (
              <span className="block truncate text-ink-faint text-xs">{machine}</span>
            )}
          </span>
        </div>
      </td>
      <td className="hidden min-w-0 xl:block">
        {where === null ? (
          <Unknown what="Place" />
        ) : (
          <span className="block truncate" title={where}>
            {where}
          </span>
        )}
      </td>
      <td className="hidden min-w-0 truncate md:block">
        <Seen visitor={visitor} now={now} />
      </td>
      <td className="relative flex justify-end">
        <Link
          to="/visitors/$shortId/watch"
          params={{ shortId: visitor.short_id }}
          aria-label={`Watch ${visitor.nickname}`}
          className={buttonLook(visitor.is_online ? "secondary" : "ghost", "small")}
        >
          <Eye aria-hidden size={14} />
          Watch
        </Link>
      </td>
    </tr>
  );
});

/** A second name and the tags; in narrow windows, which have no other column, the page. */
function Details({ visitor }: { visitor: Visitor }) {
  const second = secondLine(visitor);
  const shownTags = visitor.tags.slice(0, second === null ? 2 : 1);
  const more = visitor.tags.length - shownTags.length;
  const path = visitor.last_url === null ? null : shortUrl(visitor.last_url).path;
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-ink-faint text-xs">
      {path !== null && <span className="min-w-0 truncate md:hidden">{path}</span>}
      {second !== null && (
        <span className="hidden min-w-8 truncate md:inline" title={second}>
          {second}
        </span>
      )}
      {shownTags.map((tag) => (
        <span key={tag} className="max-w-24 shrink-0">
          <Badge>{tag}</Badge>
        </span>
      ))}
      {more > 0 && (
        <span className="shrink-0" title={visitor.tags.join(" ")}>
          +{more}
        </span>
      )}
    </div>
  );
}

function secondLine(visitor: Visitor): string | null {
  const name = otherNames(visitor)[0];
  if (name !== undefined) return name;
  if (visitor.tags.length > 0) return null;
  return visitor.nickname === visitor.short_id ? "Not identified" : visitor.short_id;
}

/** Nothing is known: a dash for those who see, a word for those who listen. */
function Unknown({ what }: { what: string }) {
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{what} unknown</span>
    </span>
  );
}

function PageNow({ url }: { url: string | null }) {
  if (url === null) return <Unknown what="Page" />;
  const { host, path } = shortUrl(url);
  return (
    <span title={url}>
      <span className="block truncate">{path}</span>
      <span className="block truncate text-ink-faint text-xs">{host}</span>
    </span>
  );
}

function Seen({ visitor, now }: { visitor: Visitor; now: number }) {
  if (visitor.is_online) return <span className="font-medium text-ok-ink">Online</span>;
  return (
    <span className="text-ink-soft">
      <TimeAgo at={visitor.last_seen_at} now={now} />
    </span>
  );
}
