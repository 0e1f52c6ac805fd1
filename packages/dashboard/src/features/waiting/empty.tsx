import { Link } from "@tanstack/react-router";
import { Coffee } from "lucide-react";
import { useMe } from "../../app/me.ts";

/** Nobody waits: how visitors come to. */
export function NobodyWaits() {
  const { team } = useMe();
  const offered = team.show_agent_request_button !== "never";
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-line border-dashed px-6 py-12 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <Coffee aria-hidden size={22} />
      </span>
      <h2 className="mt-2 font-semibold text-lg">Nobody is waiting</h2>
      <p className="max-w-prose text-ink-soft">
        {offered
          ? "Visitors who press the help button of your pages appear here, and you hear it. The first agent who answers has the visitor; the visitor is still asked before anything is shared."
          : "Your pages have no help button yet. With one, visitors ask for an agent by themselves: they appear here, you hear it, and the first agent who answers has the visitor."}
      </p>
      {!offered && (
        <Link
          to="/settings/$tab"
          params={{ tab: "page" }}
          className="rounded font-medium text-accent-ink underline underline-offset-2"
        >
          Switch the help button on
        </Link>
      )}
    </div>
  );
}
