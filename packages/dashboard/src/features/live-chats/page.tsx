import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import type { Visitor } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TimeAgo, useNow } from "../../ui/time.tsx";
import { PresenceDot } from "../visitors/presence.tsx";
import { VerifiedMark } from "../visitors/verified.tsx";
import { device, place } from "../visitors/words.ts";
import { knownByQuery } from "./queries.ts";
import { chatInWords } from "./steps.ts";

/** `/integrations/<chat>/<id>`: from a live chat to the visitor whom it knows by this id. */
export function IntegrationPage() {
  const { chat, id } = useParams({ from: "/signed-in/shell/integrations/$chat/$id" });
  const { api } = useServices();
  usePageTitle("From the live chat");
  const found = useQuery(knownByQuery(api, chat, id));
  const [first, second] = found.data ?? [];
  if (first !== undefined && second === undefined)
    return (
      <Navigate
        to="/visitors/$shortId/watch"
        params={{ shortId: first.short_id }}
        search={{ from: chat }}
        replace
      />
    );
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-2xl gap-4 px-4 py-6 sm:px-6">
        {found.error !== null ? (
          <>
            <h1 className="font-semibold text-xl tracking-tight">From {chatInWords(chat)}</h1>
            <Notice kind="bad">{inWords(found.error)}</Notice>
            <div>
              <Button disabled={found.isFetching} onClick={() => void found.refetch()}>
                Try again
              </Button>
            </div>
          </>
        ) : found.data === undefined ? (
          <Skeleton className="h-40 rounded-xl" />
        ) : first === undefined ? (
          <Nobody chat={chat} searching={found.isFetching} again={() => void found.refetch()} />
        ) : (
          <Browsers chat={chat} visitors={found.data} />
        )}
      </div>
    </div>
  );
}

function Nobody({
  chat,
  searching,
  again,
}: {
  chat: string;
  searching: boolean;
  again: () => void;
}) {
  const name = chatInWords(chat);
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-line border-dashed px-6 py-12 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <SearchX aria-hidden size={22} />
      </span>
      <h1 className="mt-2 font-semibold text-lg">Nobody is known by this id from {name}</h1>
      <p className="max-w-prose text-ink-soft">
        The person may not have been at a page with UserView yet, may have been forgotten since, or
        the chat on your pages tells another id than this link has.
      </p>
      <ul className="mt-1 grid max-w-prose list-disc gap-1 pl-5 text-left text-ink-soft marker:text-ink-faint">
        <li>Ask the person in the chat to open a page of your site, then try again.</li>
        <li>Or ask for their lookup code, and type it into the search field of the visitors.</li>
        <li>Compare with the integration ids that are shown on a visitor’s page.</li>
      </ul>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button look="primary" disabled={searching} onClick={again}>
          Try again
        </Button>
        <Link to="/" className={buttonLook("secondary")}>
          All visitors
        </Link>
        <Link
          to="/settings/$tab"
          params={{ tab: "live-chats" }}
          className={buttonLook("secondary")}
        >
          Live chats
        </Link>
      </div>
    </div>
  );
}

function Browsers({ chat, visitors }: { chat: string; visitors: readonly Visitor[] }) {
  const now = useNow(30_000);
  return (
    <>
      <header>
        <h1 className="font-semibold text-xl tracking-tight">Which browser?</h1>
        <p className="mt-1 text-ink-soft">
          {chatInWords(chat)} knows {visitors.length} browsers by this id. Take the one in which the
          person is now.
        </p>
      </header>
      <Card title="Browsers">
        <ul className="divide-y divide-line">
          {visitors.map((visitor) => (
            <li key={visitor.short_id} className="flex items-center gap-3 px-4 py-3">
              <PresenceDot online={visitor.is_online} />
              <div className="min-w-0 flex-1">
                <p className="flex min-w-0 items-center gap-1.5">
                  <span className="truncate font-medium">{visitor.nickname}</span>
                  <VerifiedMark visitor={visitor} />
                </p>
                <p className="truncate text-ink-soft text-xs">
                  {[visitor.browser_name, device(visitor), place(visitor)]
                    .filter((part) => part !== null)
                    .join(" · ")}
                </p>
                <p className="text-ink-faint text-xs">
                  {visitor.is_online ? (
                    "Online"
                  ) : (
                    <>
                      Last seen <TimeAgo at={visitor.last_seen_at} now={now} />
                    </>
                  )}
                </p>
              </div>
              <Link
                to="/visitors/$shortId/watch"
                params={{ shortId: visitor.short_id }}
                search={{ from: chat }}
                aria-label={`Watch ${visitor.nickname}, ${visitor.browser_name ?? visitor.short_id}`}
                className={buttonLook(visitor.is_online ? "primary" : "secondary")}
              >
                Watch
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
