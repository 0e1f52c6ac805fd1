import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { EndReason, SessionView } from "@userview/protocol";
import { CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { clockLength } from "../../ui/time.tsx";
import type { WatchSessionProps } from "./parts.ts";
import { sessionQuery } from "./queries.ts";
import { endInWords, nameInSentence } from "./words.ts";

/** These ends leave nothing to come back to by trying the same again. */
const FINAL: readonly (EndReason | null)[] = ["agent_stopped", "visitor_stopped", "erased"];

/** After the end: why, how long it was, and where to go from here. */
export function Summary({
  session,
  branding,
  member,
  view,
  seconds,
}: WatchSessionProps & {
  /** Null when the session was over before this page came. */
  view: SessionView | null;
  /** How long this page has seen it live; members are told by the server. */
  seconds: number | null;
}) {
  const { api } = useServices();
  usePageTitle("Session ended");
  const record = useQuery({ ...sessionQuery(api, session), enabled: member }).data;
  const { onEndUrl, retryUrl, naked } = branding;
  useEffect(() => {
    if (onEndUrl !== null) window.location.replace(onEndUrl);
  }, [onEndUrl]);

  const name = view === null ? "the visitor" : nameInSentence(view.visitor);
  const reason = view?.end_reason ?? (record?.end_reason as EndReason | null | undefined) ?? null;
  const length = record?.length_seconds ?? seconds;
  const plain = naked === "page_only";
  return (
    <main className="grid h-full place-items-center overflow-y-auto p-6 text-center">
      <div role="status" className="flex max-w-md flex-col items-center">
        {!plain && (
          <span className="mb-4 grid size-12 place-items-center rounded-full bg-accent-soft text-accent-ink">
            <CircleCheck aria-hidden size={22} />
          </span>
        )}
        <h1 className={plain ? "" : "font-semibold text-lg"}>{endInWords(reason, name)}</h1>
        <p className="mt-1 text-ink-soft">
          {length === null || length < 1
            ? "The session has ended."
            : `The session has ended after ${clockLength(length)}.`}
        </p>
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          {retryUrl !== null && !FINAL.includes(reason) && (
            <a href={retryUrl} className={buttonLook("primary")}>
              Try again
            </a>
          )}
          {member && (
            <>
              {reason !== "erased" && (
                <VisitorLink shortId={view?.visitor.short_id ?? record?.visitor_id} />
              )}
              <Link to="/" className={buttonLook("secondary")}>
                Back to visitors
              </Link>
            </>
          )}
        </div>
      </div>
    </main>
  );
}

function VisitorLink({ shortId }: { shortId: string | undefined }) {
  if (shortId === undefined) return null;
  return (
    <Link to="/visitors/$shortId" params={{ shortId }} className={buttonLook("primary")}>
      Visitor’s page
    </Link>
  );
}
