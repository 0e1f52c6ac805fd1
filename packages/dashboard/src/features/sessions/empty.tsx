import { Link } from "@tanstack/react-router";
import { ScreenShare, SearchX } from "lucide-react";
import { Blank } from "../../ui/blank.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";

/** There was never a session: how one begins. */
export function NoSessionsYet() {
  return (
    <Blank icon={<ScreenShare aria-hidden size={22} />} title="No sessions yet">
      <p className="mt-1 text-ink-soft">
        Every session of your team is kept here: with whom, how long, and how it ended. They begin
        in one of these ways:
      </p>
      <ul className="mt-4 grid gap-2 text-left text-ink-soft">
        <li>
          You press <b className="font-medium text-ink">Watch</b> beside a visitor, and they agree.
        </li>
        <li>
          A visitor asks for help, or opens your personal link, and you answer under{" "}
          <b className="font-medium text-ink">Waiting</b>.
        </li>
        <li>A visitor reads their code to you, and you search for it.</li>
        <li>Your own product asks for a watch link by REST.</li>
      </ul>
      <Link to="/" className={`mt-5 ${buttonLook("primary")}`}>
        Go to the visitors
      </Link>
    </Blank>
  );
}

/** None fits the filters. */
export function NoSessionFits({ onClear }: { onClear: () => void }) {
  return (
    <Blank icon={<SearchX aria-hidden size={22} />} title="No session fits">
      <p className="mt-1 text-ink-soft">
        The search looks at visitors as they are called now. Sessions whose visitor is not kept any
        more are found by the visitor’s whole id alone.
      </p>
      <Button className="mt-5" onClick={onClear}>
        Show all sessions
      </Button>
    </Blank>
  );
}
