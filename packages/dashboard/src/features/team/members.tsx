import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Agent, Role } from "../../api/team.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { inputLook } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Presence } from "../../ui/presence.tsx";
import { TimeAgo, useNow } from "../../ui/time.tsx";
import { Loading } from "../settings/loading.tsx";
import { meQuery } from "../sign-in/queries.ts";
import { NewLink } from "./new-link.tsx";
import { agentsQuery } from "./queries.ts";

/** How often who is there is asked again, in milliseconds. */
const REFRESH_MS = 20_000;

/** Everybody in the team, the oldest first. */
export function Members({ isAdmin }: { isAdmin: boolean }) {
  const { api } = useServices();
  const now = useNow(30_000);
  const agents = useInfiniteQuery({ ...agentsQuery(api), refetchInterval: REFRESH_MS });
  const all = agents.data?.pages.flatMap((page) => page.agents) ?? [];
  const members = all.filter((agent) => agent.role !== null);
  const admins = members.filter((agent) => agent.role === "admin").length;
  if (agents.data === undefined) {
    return agents.error === null ? (
      <Loading />
    ) : (
      <Notice kind="bad">{inWords(agents.error)}</Notice>
    );
  }
  return (
    <Card title="Members">
      <ul className="divide-y divide-line">
        {members.map((agent) => (
          <Member
            key={agent.id}
            agent={agent}
            now={now}
            isAdmin={isAdmin}
            isLastAdmin={agent.role === "admin" && admins === 1 && !agents.hasNextPage}
          />
        ))}
      </ul>
      {agents.hasNextPage && (
        <div className="border-line border-t px-4 py-2.5">
          <Button
            size="small"
            disabled={agents.isFetchingNextPage}
            onClick={() => void agents.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Card>
  );
}

function Member({
  agent,
  now,
  isAdmin,
  isLastAdmin,
}: {
  agent: Agent;
  now: number;
  isAdmin: boolean;
  isLastAdmin: boolean;
}) {
  const me = useMe();
  const isMe = agent.id === me.agent.id;
  return (
    <li className="grid gap-2.5 px-4 py-3">
      <div className="grid gap-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
        <div className="flex min-w-0 items-center gap-3">
          <span className="relative flex">
            <Avatar name={agent.agent_nickname} seed={agent.id} />
            <Presence
              away={agent.status === "away"}
              className="-right-0.5 -bottom-0.5 absolute ring-2 ring-surface"
            />
          </span>
          <div className="min-w-0">
            <p className="flex min-w-0 items-center gap-2">
              <span className="truncate font-medium">{agent.agent_nickname}</span>
              {isMe && <Badge tone="accent">You</Badge>}
              {agent.role === "admin" && <Badge>Admin</Badge>}
            </p>
            <p className="truncate text-ink-soft text-xs">{agent.email}</p>
            <p className="truncate text-ink-faint text-xs">
              <LastSeen agent={agent} now={now} /> · joined{" "}
              <TimeAgo at={agent.created_at} now={now} />
              {agent.call_name !== null && ` · call name ${agent.call_name}`}
            </p>
          </div>
        </div>
        {isAdmin && !isMe && <Actions agent={agent} />}
      </div>
      {isAdmin && isMe && isLastAdmin && (
        <p className="text-ink-faint text-xs">
          You are the only admin. Make somebody else one before you leave the team.
        </p>
      )}
    </li>
  );
}

/** Away is also who has the dashboard open and does not want to be asked: then it was there just now. */
function LastSeen({ agent, now }: { agent: Agent; now: number }) {
  if (agent.status === "online") return "Online";
  if (agent.last_seen_at === null) return "Never signed in";
  return (
    <>
      {agent.availability === "away" && "Away · "}last seen{" "}
      <TimeAgo at={agent.last_seen_at} now={now} />
    </>
  );
}

function Actions({ agent }: { agent: Agent }) {
  const { api } = useServices();
  const client = useQueryClient();
  const renew = (): Promise<unknown> =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["agents"] }),
      client.invalidateQueries({ queryKey: ["invitations"] }),
      client.invalidateQueries({ queryKey: meQuery(api).queryKey }),
    ]);
  const role = useMutation({
    mutationFn: (chosen: Role) => api.people.changeRole(agent.id, chosen),
    onSettled: renew,
  });
  const remove = useMutation({
    mutationFn: () => api.people.remove(agent.id),
    onSuccess: renew,
  });
  const link = useMutation({
    mutationFn: () => api.people.passwordLink(agent.id),
    onSuccess: renew,
  });
  const [shown, setShown] = useState(true);
  const name = agent.agent_nickname;
  const error = role.error ?? remove.error ?? link.error;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label={`Role of ${name}`}
          className={`${inputLook} !h-7 !w-auto !px-2 !text-xs`}
          value={agent.role ?? "agent"}
          disabled={role.isPending}
          onChange={(event) => role.mutate(event.currentTarget.value as Role)}
        >
          <option value="agent">Agent</option>
          <option value="admin">Admin</option>
        </select>
        <Confirm
          title={`Make a password link for ${name}?`}
          text="Whoever opens the link sets a new password. Until then the old one stays good."
          action="Make link"
          onConfirm={() => {
            setShown(true);
            link.mutate();
          }}
        >
          <Button size="small" disabled={link.isPending}>
            Reset password
          </Button>
        </Confirm>
        <Confirm
          title={`Remove ${name} from the team?`}
          text="They are signed out and leave every session at once. Sessions that they had stay on record."
          action="Remove"
          onConfirm={() => remove.mutate()}
        >
          <Button size="small" look="warning" disabled={remove.isPending}>
            Remove
          </Button>
        </Confirm>
      </div>
      {(error !== null || (link.data !== undefined && shown)) && (
        <div className="grid gap-2 sm:col-span-2">
          {error !== null && <Notice kind="bad">{inWords(error)}</Notice>}
          {link.data !== undefined && shown && (
            <NewLink link={link.data} done={() => setShown(false)} />
          )}
        </div>
      )}
    </>
  );
}
