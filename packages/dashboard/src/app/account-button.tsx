import { ChevronsUpDown } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import type { Me } from "../api/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Presence } from "../ui/presence.tsx";
import { useAvailability } from "./availability.ts";

/** Who is signed in; opens the account's menu once that is loaded. */
export function AccountButton({
  me,
  ...rest
}: { me: Me; ref?: Ref<HTMLButtonElement> } & ButtonHTMLAttributes<HTMLButtonElement>) {
  const away = useAvailability() === "away";
  return (
    <button
      type="button"
      className="flex w-full min-w-0 items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-hover sm:justify-center lg:justify-start"
      {...rest}
    >
      <span className="relative flex">
        <Avatar name={me.agent.agent_nickname} seed={me.agent.id} />
        <Presence away={away} className="-right-0.5 -bottom-0.5 absolute ring-2 ring-canvas" />
      </span>
      <span className="sr-only min-w-0 flex-1 lg:not-sr-only">
        <span className="sr-only">Account of </span>
        <span className="block truncate font-medium">{me.agent.agent_nickname}</span>
        <span className="block truncate text-ink-faint text-xs">
          {away && "Away · "}
          {me.team.name}
        </span>
      </span>
      <ChevronsUpDown aria-hidden size={14} className="hidden text-ink-faint lg:block" />
    </button>
  );
}
