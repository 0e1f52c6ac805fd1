import { useEffect, useRef } from "react";
import { useAvailability } from "../../app/availability.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { chime } from "./sound.ts";

/** A call rings until it is answered; a request for help is heard once. */
const RING_EVERY_MS = 4000;

/** Wherever the agent is: who asks for help is heard, and seen outside of the browser where that was allowed. */
export function useRing(): void {
  const { live } = useServices();
  // An agent whose pages listen to nobody is not available (rule Q3).
  useEffect(() => live.openDesk(), [live]);
  const waiting = useStore(live.queue.store);
  const away = useAvailability() === "away";
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const all = waiting ?? [];
    const fresh = away ? [] : all.filter(({ short_id }) => !known.current.has(short_id));
    known.current = new Set(all.map(({ short_id }) => short_id));
    const first = fresh[0];
    if (first === undefined) return;
    chime();
    notify(first.nickname, first.call_name !== null, first.title || first.url);
  }, [waiting, away]);
  const rings = !away && (waiting ?? []).some(({ call_name }) => call_name !== null);
  useEffect(() => {
    if (!rings) return;
    const timer = setInterval(chime, RING_EVERY_MS);
    return () => clearInterval(timer);
  }, [rings]);
}

/** Whether the agent can be told outside of the page; null where the browser has nothing for it. */
export function notifications(): NotificationPermission | null {
  return "Notification" in window ? Notification.permission : null;
}

function notify(nickname: string, calls: boolean, page: string): void {
  if (notifications() !== "granted" || !document.hidden) return;
  try {
    const title = calls ? `${nickname} is calling you` : `${nickname} asks for help`;
    const shown = new Notification(title, { body: page, tag: "userview-waiting" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Browsers of phones have the name and refuse the use.
  }
}
