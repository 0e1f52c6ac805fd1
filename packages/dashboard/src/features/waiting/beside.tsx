import { Link } from "@tanstack/react-router";
import { BellRing } from "lucide-react";
import { useServices, useStore } from "../../app/services.tsx";

/** Who waits, for an agent who watches somebody; opens beside the session. */
export function WaitingBeside() {
  const { live } = useServices();
  const waiting = useStore(live.queue.store)?.length ?? 0;
  if (waiting === 0) return null;
  return (
    <Link
      to="/waiting"
      target="_blank"
      className="inline-flex h-8 items-center gap-1.5 rounded-md bg-bad px-2.5 font-semibold text-white text-xs tabular-nums hover:underline"
    >
      <BellRing aria-hidden size={14} />
      {waiting} waiting
    </Link>
  );
}
