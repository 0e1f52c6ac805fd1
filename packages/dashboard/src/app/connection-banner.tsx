import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import type { LinkState } from "../api/live/link.ts";
import { Button } from "../ui/button.tsx";
import { useServices, useStore } from "./services.tsx";

/** Short gaps (a server's restart, a change of network) heal before anybody needs to know. */
const PATIENCE_MS = 1500;

/** Says that what is shown may be old, and why, while the live connection is gone. */
export function ConnectionBanner() {
  const { live } = useServices();
  const state = useStore(live.state);
  const troubled = state.at === "stopped" || isLost(state);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!troubled) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [troubled]);
  if (!shown || !troubled) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-warn/30 border-b bg-warn-soft px-4 py-2 text-warn-ink sm:px-6"
    >
      <WifiOff aria-hidden size={16} className="shrink-0" />
      <span className="min-w-0 flex-1">{sentence(state)}</span>
      {state.at === "stopped" ? (
        <Button size="small" onClick={() => window.location.reload()}>
          Reload
        </Button>
      ) : (
        <Button size="small" onClick={() => live.retryNow()}>
          Try now
        </Button>
      )}
    </div>
  );
}

/** Waiting to come back, or trying for the second time and more. */
function isLost(state: LinkState): boolean {
  return state.at === "waiting" || (state.at === "connecting" && state.attempt > 0);
}

function sentence(state: LinkState): string {
  if (state.at === "stopped") {
    const why = state.fault === null ? "" : ` The server said: ${state.fault.message}.`;
    return `Live updates have stopped.${why} Reload the page to go on.`;
  }
  return navigator.onLine
    ? "No connection to the server. What you see may be old; trying again…"
    : "You are offline. What you see may be old; it catches up when you are back.";
}
