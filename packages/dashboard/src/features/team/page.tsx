import { useMe } from "../../app/me.ts";
import { Invitations } from "./invitations.tsx";
import { Members } from "./members.tsx";

/** Who is in the team; its admins invite, change and remove people here. */
export default function TeamPage() {
  const isAdmin = useMe().agent.role === "admin";
  return (
    <div className="grid gap-5">
      <Members isAdmin={isAdmin} />
      {isAdmin && <Invitations />}
    </div>
  );
}
