import { Link } from "@tanstack/react-router";
import type { Session } from "../../api/client.ts";
import { Badge } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { Stars } from "../session/stars.tsx";
import { agentsInWords, outcomeInWords } from "../sessions/words.ts";

/** The visitor's most recent sessions, newest first. */
export function Sessions({ sessions, now }: { sessions: readonly Session[]; now: number }) {
  return (
    <Card title="Sessions">
      {sessions.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">
          None yet. Press Watch to begin the first: the visitor is asked before you see anything.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {sessions.map((session) => (
            <li key={session.id} className="flex items-center gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2">
                  <Link
                    to="/sessions/$session"
                    params={{ session: session.id }}
                    className="truncate rounded font-medium hover:underline"
                  >
                    {agentsInWords(session)}
                  </Link>
                  <span className="text-ink-faint tabular-nums">
                    {session.went_live ? session.formatted_length : ""}
                  </span>
                  {session.rating !== null && <Stars rating={session.rating} />}
                </p>
                <p className="truncate text-ink-faint text-xs">
                  <TimeAgo at={session.started_at} now={now} /> · {outcomeInWords(session)}
                </p>
              </div>
              {session.ended_at === null ? (
                <>
                  <Badge tone="accent">{session.went_live ? "Live" : "Waiting"}</Badge>
                  <Link
                    to="/watch/$session"
                    params={{ session: session.id }}
                    className={buttonLook("secondary", "small")}
                  >
                    Join
                  </Link>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
