import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { seenQuery } from "./queries.ts";
import { checksOf, type Seen, seenInWords, type Tone } from "./words.ts";

const SHOWN = 5;

const TONES: Readonly<Record<Tone, { icon: LucideIcon; look: string; word: string }>> = {
  ok: { icon: CircleCheck, look: "text-ok-ink", word: "Good" },
  warn: { icon: TriangleAlert, look: "text-warn-ink", word: "Look at this" },
  bad: { icon: CircleAlert, look: "text-bad-ink", word: "In the way" },
};

/** Whether pages with the snippet were seen, where and when, as it happens; and what may be in the way. */
export function SnippetSeen({ server }: { server: string }) {
  const { api } = useServices();
  const { allowed_sites: allowed } = useMe().team;
  const read = useQuery(seenQuery(api));
  const seen = read.data;
  return (
    <section aria-labelledby="seen" className="grid gap-3">
      <h2 id="seen" className="font-semibold text-base">
        Is it there?
      </h2>
      {seen !== undefined ? (
        <>
          <div className="rounded-xl border border-line bg-surface px-4 py-3">
            {seen.sites.length === 0 ? <Waiting /> : <Sites seen={seen} />}
          </div>
          {/* Apart from the seconds, which go on and on. */}
          <p role="status" className="sr-only">
            {seen.sites[0] === undefined
              ? "No page was seen yet"
              : `A page of ${seen.sites[0].origin} was seen`}
          </p>
          <ul className="grid gap-2">
            {checksOf(seen, server, allowed).map((check) => (
              <Check key={check.title} tone={check.tone}>
                <span className="font-medium">{check.title}</span>{" "}
                <span className="text-ink-soft">{check.advice}</span>{" "}
                {check.settings && (
                  <Link
                    to="/settings/$tab"
                    params={{ tab: "general" }}
                    className="font-medium text-accent-ink underline-offset-2 hover:underline"
                  >
                    Allowed sites
                  </Link>
                )}
              </Check>
            ))}
          </ul>
        </>
      ) : read.error !== null ? (
        <Notice kind="bad">{inWords(read.error)}</Notice>
      ) : (
        <Skeleton className="h-16 rounded-xl" />
      )}
    </section>
  );
}

function Waiting() {
  return (
    <div className="flex items-start gap-3">
      <span aria-hidden className="mt-1.5 size-2.5 shrink-0 animate-pulse rounded-full bg-warn" />
      <div>
        <p className="font-medium">Waiting for the first page…</p>
        <p className="text-ink-soft">
          Open a page of your site that has the snippet in it. It shows here within seconds.
        </p>
      </div>
    </div>
  );
}

function Sites({ seen }: { seen: Seen }) {
  const more = seen.sites.length - SHOWN;
  return (
    <ul className="grid gap-2.5">
      {seen.sites.slice(0, SHOWN).map((site) => (
        <li key={site.origin} className="flex min-w-0 items-start gap-3">
          <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-ok-ink" />
          <div className="min-w-0">
            <p className="wrap-anywhere font-medium">{seenInWords(site, seen.now)}</p>
            <p className="wrap-anywhere text-ink-faint text-xs">{site.page}</p>
          </div>
        </li>
      ))}
      {more > 0 && <li className="text-ink-faint text-xs">and {more} more</li>}
    </ul>
  );
}

function Check({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { icon: Icon, look, word } = TONES[tone];
  return (
    <li className="flex items-start gap-2.5">
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${look}`} />
      <p className="min-w-0">
        <span className="sr-only">{word}: </span>
        {children}
      </p>
    </li>
  );
}
