import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { ApiError, inWords } from "../../api/errors.ts";
import type { Recording } from "../../api/recordings.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DateTime } from "../../ui/time.tsx";
import { TooltipProvider } from "../../ui/tooltip.tsx";
import { MirrorFrame } from "../watch/frame.tsx";
import { Controls } from "./controls.tsx";
import { Happened } from "./happened.tsx";
import { useKeys } from "./keys.ts";
import { marksOf, momentOf } from "./marks.ts";
import { Playback } from "./playback.ts";
import { recordingQuery } from "./queries.ts";
import { Share } from "./share.tsx";
import { Track } from "./track.tsx";

/** `/recordings/<session>`, for members of the team, and for whoever has a link that shares it (`#<token>`). */
export function RecordingPage() {
  const { session } = useParams({ from: "/recordings/$session" });
  const { api } = useServices();
  const [token] = useState(() => location.hash.slice(1) || null);
  const read = useQuery(recordingQuery(api, session, token));
  usePageTitle("Recording");
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={100}>
      <main className="flex h-dvh min-h-0 flex-col bg-canvas text-sm">
        {read.data !== undefined ? (
          <Player key={session} recording={read.data} shared={token !== null} />
        ) : read.error !== null ? (
          <Missing error={read.error} session={session} shared={token !== null} />
        ) : (
          <div role="status" className="grid gap-4 p-6">
            <span className="sr-only">Loading the recording…</span>
            <Skeleton className="h-6 w-64" />
            <Skeleton className="h-[60dvh] rounded-xl" />
          </div>
        )}
      </main>
    </TooltipProvider>
  );
}

/** Why there is nothing to play, and where to go. */
function Missing({ error, session, shared }: { error: Error; session: string; shared: boolean }) {
  const refused = error instanceof ApiError && error.status === 401;
  return (
    <div className="m-auto grid max-w-md gap-4 p-6">
      <h1 className="font-semibold text-lg">This recording cannot be played</h1>
      <Notice kind="bad">{inWords(error)}</Notice>
      {!shared && (
        <p>
          {refused ? (
            <Link
              to="/sign-in"
              search={{ next: `/recordings/${session}` }}
              className="text-accent-ink underline"
            >
              Sign in
            </Link>
          ) : (
            <Link
              to="/sessions/$session"
              params={{ session }}
              className="text-accent-ink underline"
            >
              What is known of the session
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

function Player({ recording, shared }: { recording: Recording; shared: boolean }) {
  const { t } = useSearch({ from: "/recordings/$session" });
  const [playback] = useState(() => new Playback(recording, momentOf(t)));
  const state = useSyncExternalStore(playback.state.subscribe, playback.state.get);
  const [skips, setSkips] = useState(true);
  const stage = useRef<HTMLDivElement>(null);
  const marks = useMemo(() => marksOf(recording), [recording]);
  useEffect(() => playback.grow(recording), [playback, recording]);
  useEffect(() => () => playback.close(), [playback]);
  const fullScreen = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else void stage.current?.requestFullscreen();
  };
  useKeys(playback, fullScreen);
  const { session, visitor_name: name } = recording;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-surface px-4 py-2.5">
        {!shared && (
          <Link
            to="/sessions/$session"
            params={{ session: session.id }}
            aria-label="Back to the session"
            className="rounded p-1 text-ink-soft hover:text-ink"
          >
            <ArrowLeft aria-hidden size={17} />
          </Link>
        )}
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold">Session with {name}</h1>
          <p className="truncate text-ink-soft text-xs">
            <DateTime at={recording.began_at} />
            {state.url !== null && <span> · {state.url}</span>}
          </p>
        </div>
        {!shared && <Share session={session.id} at={state.at} />}
      </header>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <div ref={stage} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
          <div className="relative min-h-48 flex-1 overflow-hidden bg-sunken">
            <MirrorFrame
              mirror={playback}
              replayOrigin={recording.replay_url}
              name={name}
              hidden={false}
            />
          </div>
          {(state.problem ?? recording.failure) !== null && (
            <div className="px-4 pt-3">
              <Notice kind="warn">{problemInWords(state.problem, recording.failure)}</Notice>
            </div>
          )}
          <div className="grid gap-2 border-line border-t bg-surface px-4 py-3">
            <Track
              at={state.at}
              duration={state.duration}
              quiet={recording.quiet}
              marks={marks}
              onSeek={(at) => playback.seek(at)}
            />
            <Controls
              playback={playback}
              state={state}
              skips={skips}
              onSkips={(next) => {
                setSkips(next);
                playback.setSkip(next);
              }}
              onFullScreen={fullScreen}
            />
          </div>
        </div>
        <aside className="max-h-56 shrink-0 overflow-y-auto border-line border-t bg-surface lg:max-h-none lg:w-80 lg:border-t-0 lg:border-l">
          <h2 className="px-4 pt-3 font-medium">What happened</h2>
          <Happened
            recording={recording}
            marks={marks}
            at={state.at}
            onSeek={(at) => playback.seek(at)}
          />
        </aside>
      </div>
    </>
  );
}

function problemInWords(problem: string | null, failure: string | null): string {
  return problem === null
    ? `The recording ends before the session did. ${failure ?? ""}`
    : `${problem}.`;
}
