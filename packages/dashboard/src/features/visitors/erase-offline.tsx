import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Job } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

const LOOK_AGAIN_MS = 500;
/** The question before it brings much code along, which nobody needs before the list is there. */
const AskingButton = lazy(() => import("./erase-offline-button.tsx"));

/** Erasing everybody who is offline: the button that begins it, and how far it is. */
export function useEraseOffline() {
  const { api } = useServices();
  const [begun, setBegun] = useState<Job | null>(null);
  const begin = useMutation({ mutationFn: () => api.eraseOffline(), onSuccess: setBegun });
  const query = useQuery({
    queryKey: ["job", begun?.id],
    queryFn: ({ signal }) => api.job(begun?.id ?? "", signal),
    enabled: begun !== null,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : LOOK_AGAIN_MS),
  });
  const job = query.data ?? begun;
  return {
    begin: () => begin.mutate(),
    close: () => setBegun(null),
    error: begin.error ?? query.error,
    job,
    isBusy: begin.isPending || (job !== null && !isOver(job)),
  };
}

type Erasing = ReturnType<typeof useEraseOffline>;

function isOver(job: Job | undefined): boolean {
  return job?.state === "done" || job?.state === "failed";
}

/** For admins alone, as the server has it. */
export function EraseOfflineButton({ erasing }: { erasing: Erasing }) {
  const isAdmin = useMe().agent.role === "admin";
  if (!isAdmin) return null;
  return (
    <Suspense fallback={<span className="size-8" />}>
      <AskingButton begin={erasing.begin} isBusy={erasing.isBusy} />
    </Suspense>
  );
}

/** How far it is, below the page's head. */
export function EraseOfflineProgress({ erasing }: { erasing: Erasing }) {
  const { job, error, close } = erasing;
  if (job === null && error === null) return null;
  const closing = (
    <Button size="small" look="ghost" onClick={close}>
      Close
    </Button>
  );
  if (error !== null || job === null || job.state === "failed") {
    return (
      <Notice kind="bad" action={closing}>
        Not everybody could be erased.{" "}
        {error === null ? "The server’s log says why." : inWords(error)}
      </Notice>
    );
  }
  const done = job.state === "done";
  return (
    <Notice kind={done ? "ok" : "info"} {...(done ? { action: closing } : {})}>
      <p>
        {done ? "Erased" : "Erasing"} <span className="tabular-nums">{job.done}</span> of{" "}
        <span className="tabular-nums">{job.total}</span> offline visitors
      </p>
      {!done && (
        <progress
          className="mt-1.5 h-1.5 w-full max-w-md accent-accent"
          aria-label="Offline visitors erased"
          value={job.done}
          max={Math.max(1, job.total)}
        />
      )}
    </Notice>
  );
}
