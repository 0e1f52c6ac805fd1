import { MousePointerBan } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "../../app/services.tsx";
import type { Mirror } from "./mirror.ts";

const SHOWN_MS = 4000;

/** Says for a few seconds why the last click or key was not carried out. */
export function RefusalToast({ mirror }: { mirror: Mirror }) {
  const refusal = useStore(mirror.refusal);
  const serial = refusal?.serial;
  useEffect(() => {
    if (serial === undefined) return;
    const timer = setTimeout(() => mirror.refusal.set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [mirror, serial]);
  return (
    <div
      role="status"
      className="-translate-x-1/2 pointer-events-none absolute bottom-4 left-1/2 z-10 max-w-[calc(100%-2rem)]"
    >
      {refusal !== null && (
        <p
          key={refusal.serial}
          data-userview-overlay
          className="flex animate-appear items-center gap-2 rounded-full bg-ink px-4 py-1.5 text-canvas text-sm shadow-pop"
        >
          <MousePointerBan aria-hidden size={15} className="shrink-0" />
          {refusal.words}
        </p>
      )}
    </div>
  );
}
