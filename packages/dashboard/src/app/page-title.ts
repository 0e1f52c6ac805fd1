import { useEffect } from "react";
import { useServices, useStore } from "./services.tsx";

/** Names the browser tab; whoever waits for this agent comes first in it. */
export function usePageTitle(title: string): void {
  const { live } = useServices();
  const waiting = useStore(live.queue.store) ?? [];
  const away = useStore(live.availability) === "away";
  const first = away ? undefined : waiting[0];
  useEffect(() => {
    document.title =
      first === undefined
        ? `${title} · UserView`
        : `(${waiting.length}) ${first.nickname} is waiting · UserView`;
  }, [title, first, waiting.length]);
}
