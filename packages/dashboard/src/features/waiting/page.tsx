import { BellRing } from "lucide-react";
import { useState } from "react";
import { useAvailability } from "../../app/availability.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { NobodyWaits } from "./empty.tsx";
import { WaitingEntry } from "./entry.tsx";
import { PersonalLink } from "./personal-link.tsx";
import { notifications } from "./ring.ts";

/** Who waits for this agent: requests for help, and calls by the personal link. */
export function WaitingPage() {
  usePageTitle("Waiting");
  const { live } = useServices();
  const waiting = useStore(live.queue.store);
  const away = useAvailability() === "away";
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 sm:px-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
          <header className="flex flex-wrap items-center gap-3">
            <h1 className="font-semibold text-xl tracking-tight">Waiting</h1>
            {waiting !== null && waiting.length > 0 && (
              <span className="text-ink-soft tabular-nums">
                {waiting.length === 1 ? "1 visitor" : `${waiting.length} visitors`}
              </span>
            )}
            <span className="ml-auto">
              <AllowNotifications />
            </span>
          </header>
          {away && (
            <Notice kind="warn">
              You are away: visitors are told so, and nothing rings. The menu of your account makes
              you available again.
            </Notice>
          )}
          <LastOne />
          {waiting === null ? (
            <Skeleton className="h-40 rounded-xl" />
          ) : waiting.length === 0 ? (
            <NobodyWaits />
          ) : (
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
              {waiting.map((one) => (
                <WaitingEntry key={one.short_id} waiting={one} />
              ))}
            </ul>
          )}
        </div>
        <aside className="grid content-start gap-4">
          <PersonalLink />
        </aside>
      </div>
    </div>
  );
}

/** Who left the queue last, so that one does not wonder where they are. */
function LastOne() {
  const { live } = useServices();
  const last = useStore(live.queue.last);
  return (
    <p role="status" className="text-ink-soft empty:hidden">
      {last !== null &&
        (last.answeredBy === null
          ? `${last.nickname} does not wait any more.`
          : `${last.answeredBy} has taken ${last.nickname}.`)}
    </p>
  );
}

function AllowNotifications() {
  const [permission, setPermission] = useState(notifications);
  if (permission !== "default") return null;
  return (
    <Button
      size="small"
      icon={<BellRing aria-hidden size={14} />}
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      Notify me outside of this window
    </Button>
  );
}
