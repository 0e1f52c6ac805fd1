import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Invitation, InvitationLink, Role } from "../../api/team.ts";
import { useServices } from "../../app/services.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { TimeAgo, useNow } from "../../ui/time.tsx";
import { Loading } from "../settings/loading.tsx";
import { NewLink } from "./new-link.tsx";
import { invitationsQuery } from "./queries.ts";
import { timeLeft } from "./words.ts";

const ROLES = [
  { value: "agent", label: "Agent" },
  { value: "admin", label: "Admin" },
] as const;

const MEANINGS: Readonly<Record<Role, string>> = {
  agent: "Watches and helps visitors.",
  admin: "Does so too, and changes settings, keys and who is in the team.",
};

/** Inviting people, and the links that are open. */
export function Invitations() {
  const { api } = useServices();
  const open = useQuery(invitationsQuery(api));
  const [link, setLink] = useState<InvitationLink | null>(null);
  return (
    <>
      <Card title="Invite somebody">
        <div className="grid gap-4 px-4 py-4">
          <InviteForm onMade={setLink} />
          {link !== null && <NewLink link={link} done={() => setLink(null)} />}
        </div>
      </Card>
      {open.data !== undefined ? (
        <OpenLinks invitations={open.data} onRenewed={setLink} shown={link} onGone={setLink} />
      ) : open.error !== null ? (
        <Notice kind="bad">{inWords(open.error)}</Notice>
      ) : (
        <Loading />
      )}
    </>
  );
}

function InviteForm({ onMade }: { onMade: (link: InvitationLink) => void }) {
  const { api } = useServices();
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const invite = useMutation({
    mutationFn: () => api.people.invite({ email: email.trim(), name: name.trim(), role }),
    onSuccess(link) {
      setEmail("");
      setName("");
      setRole("agent");
      onMade(link);
      return client.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="E-mail"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <Field
          label="Name (optional)"
          maxLength={256}
          autoComplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Segmented label="Role" value={role} choices={ROLES} onChange={setRole} />
        <p className="text-ink-faint text-xs">{MEANINGS[role]}</p>
      </div>
      {invite.error !== null && <Notice kind="bad">{inWords(invite.error)}</Notice>}
      <div>
        <Button type="submit" look="primary" disabled={invite.isPending || email.trim() === ""}>
          Make invitation link
        </Button>
      </div>
    </form>
  );
}

interface LinkState {
  shown: InvitationLink | null;
  onRenewed: (link: InvitationLink) => void;
  onGone: (link: null) => void;
}

function OpenLinks({ invitations, ...state }: { invitations: readonly Invitation[] } & LinkState) {
  const now = useNow(30_000);
  return (
    <Card title="Open links">
      {invitations.length === 0 ? (
        <p className="px-4 py-4 text-ink-soft">
          None. Links wait here until they are used, and can be made anew or taken back.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {invitations.map((invitation) => (
            <OpenLink key={invitation.id} invitation={invitation} now={now} {...state} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function OpenLink({
  invitation,
  now,
  shown,
  onRenewed,
  onGone,
}: { invitation: Invitation; now: number } & LinkState) {
  const { api } = useServices();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["invitations"] });
  const renew = useMutation({
    mutationFn: () => api.people.renew(invitation.id),
    onSuccess: (link) => {
      onRenewed(link);
      return again();
    },
  });
  const revoke = useMutation({
    mutationFn: () => api.people.revoke(invitation.id),
    onSuccess: () => {
      if (shown?.invitation.id === invitation.id) onGone(null);
      return again();
    },
  });
  const left = timeLeft(Date.parse(invitation.expires_at), now);
  const error = renew.error ?? revoke.error;
  return (
    <li className="grid gap-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 gap-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 truncate font-medium">{invitation.email}</span>
          <Badge>
            {invitation.kind === "password"
              ? "New password"
              : invitation.role === "admin"
                ? "Admin"
                : "Agent"}
          </Badge>
          {left === null && <Badge tone="warn">Too old</Badge>}
        </p>
        <p className="text-ink-faint text-xs">
          {left === null ? "" : `${left} left · `}by {invitation.invited_by},{" "}
          <TimeAgo at={invitation.created_at} now={now} />
        </p>
        {error !== null && <Notice kind="bad">{inWords(error)}</Notice>}
      </div>
      <div className="flex gap-2">
        <Button size="small" disabled={renew.isPending} onClick={() => renew.mutate()}>
          New link
        </Button>
        <Confirm
          title={`Revoke the link for ${invitation.email}?`}
          text="It opens nothing from this moment on. You can make another one at any time."
          action="Revoke link"
          onConfirm={() => revoke.mutate()}
        >
          <Button size="small" look="warning" disabled={revoke.isPending}>
            Revoke
          </Button>
        </Confirm>
      </div>
    </li>
  );
}
