import { Footprints } from "lucide-react";
import type { Pageview, Visitor } from "../../../api/client.ts";
import { inWords } from "../../../api/errors.ts";
import { useMe } from "../../../app/me.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { PageviewRow } from "./pageview.tsx";
import { useHistory } from "./queries.ts";
import { dayInWords } from "./words.ts";

/** Where the visitor was, and what they did there: newest first, growing while one looks. */
export function History({ visitor, now }: { visitor: Visitor; now: number }) {
  const { pageviews, error, hasMore, isLoadingMore, loadMore } = useHistory(visitor.short_id);
  return (
    <Card title="History">
      {pageviews !== null ? (
        <>
          {pageviews.length === 0 ? <Empty /> : <Days pageviews={pageviews} now={now} />}
          {hasMore && (
            <div className="border-line border-t p-3 text-center">
              <Button size="small" onClick={loadMore} disabled={isLoadingMore}>
                {isLoadingMore ? "Loading…" : "Show older pages"}
              </Button>
            </div>
          )}
        </>
      ) : error !== null ? (
        <div className="p-4">
          <Notice kind="bad">{inWords(error)}</Notice>
        </div>
      ) : (
        <Loading />
      )}
    </Card>
  );
}

function Days({ pageviews, now }: { pageviews: readonly Pageview[]; now: number }) {
  let shown = "";
  return (
    <ol>
      {pageviews.map((pageview) => {
        const day = dayInWords(Date.parse(pageview.ts), now);
        const isNew = day !== shown;
        const isFirst = shown === "";
        shown = day;
        return (
          <li key={pageview.pageview_id} className={isFirst ? "" : "border-line border-t"}>
            {isNew && (
              <h3 className="border-line border-b bg-canvas px-4 py-1.5 font-medium text-ink-soft text-xs">
                {day}
              </h3>
            )}
            <PageviewRow pageview={pageview} />
          </li>
        );
      })}
    </ol>
  );
}

function Empty() {
  const { team, agent } = useMe();
  return (
    <div className="flex gap-3 px-4 py-4 text-ink-soft">
      <Footprints aria-hidden size={20} className="mt-0.5 shrink-0 text-ink-faint" />
      {team.collect_history ? (
        <p>
          Nothing yet. Pages that this visitor opens from now on appear here by themselves, with
          what they click, submit and run into.
        </p>
      ) : (
        <div className="grid gap-1">
          <p className="font-medium text-ink">Your team does not keep page views.</p>
          <p>
            Switched on, you see here which pages a visitor was at, what they clicked and submitted,
            and which errors they met, also before a session. What is masked stays masked.{" "}
            {agent.role === "admin" ? (
              <>
                Switch on <b className="font-medium text-ink">Collect history</b> in the settings,
                or set <code className="font-mono text-xs">collect_history</code> by REST.
              </>
            ) : (
              "An admin of your team can switch it on in the settings."
            )}
          </p>
        </div>
      )}
    </div>
  );
}

function Loading() {
  return (
    <div role="status" className="grid gap-3 p-4">
      <span className="sr-only">Loading the history…</span>
      <Skeleton className="h-4 w-64" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-52" />
    </div>
  );
}
