import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { ApiError, inWords } from "../../api/errors.ts";
import type { OpenedInvitation } from "../../api/team.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Mark } from "../../ui/logo.tsx";
import { Notice } from "../../ui/notice.tsx";
import { takeFragment } from "../sign-in/fragment.ts";
import { meQuery } from "../sign-in/queries.ts";
import { NewPasswordFields, useNewPassword } from "../team/new-password.tsx";

/** Where the link of an invitation leads: joining a team, or setting a new password. */
export function JoinPage() {
  usePageTitle("Invitation");
  const { api } = useServices();
  const token = useRef(takeFragment()).current;
  const opened = useMutation({ mutationFn: () => api.people.open(token) });
  const { mutate } = opened;
  useEffect(() => {
    if (token !== "") mutate();
  }, [token, mutate]);
  if (token === "" || isGone(opened.error)) return <Gone />;
  if (opened.error !== null) {
    return (
      <Frame title="The link could not be opened">
        <Notice kind="bad">{inWords(opened.error)}</Notice>
        <Button className="mt-4" look="primary" onClick={() => mutate()}>
          Try again
        </Button>
      </Frame>
    );
  }
  if (opened.data === undefined) {
    return (
      <Frame>
        <p role="status" className="flex items-center gap-2 py-6 text-ink-soft">
          <LoaderCircle aria-hidden size={16} className="animate-spin" />
          Opening the link…
        </p>
      </Frame>
    );
  }
  return <Accept token={token} invitation={opened.data} />;
}

function isGone(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 410;
}

function Gone() {
  return (
    <Frame title="This link is no longer good">
      <p className="mt-1 text-ink-soft">
        It was used already, was taken back or is too old. Ask whoever sent it for a new one.
      </p>
      <a href="/sign-in" className={`${buttonLook("secondary")} mt-5`}>
        Go to the sign-in
      </a>
    </Frame>
  );
}

function Accept({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  const { api, live } = useServices();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(invitation.name ?? "");
  const [present, setPresent] = useState("");
  const chosen = useNewPassword();
  const joins = invitation.kind === "join";
  const password = invitation.has_account ? present : chosen.password;
  const accept = useMutation({
    mutationFn: () => api.people.accept(token, joins ? name.trim() : "", password),
    onSuccess: (me) => {
      live.stop();
      client.clear();
      client.setQueryData(meQuery(api).queryKey, me);
      void navigate({ to: "/", search: {}, replace: true });
    },
  });
  if (isGone(accept.error)) return <Gone />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <Frame title={joins ? `Join ${invitation.team_name}` : "Set a new password"}>
      <p className="mt-0.5 mb-5 break-words text-ink-soft">{introduction(invitation)}</p>
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          readOnly
          value={invitation.email}
        />
        {joins && (
          <Field
            label="Your name"
            hint="What visitors and your team see."
            maxLength={256}
            autoComplete="name"
            autoFocus
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
        {invitation.has_account ? (
          <Field
            label="Password"
            type="password"
            name="password"
            required
            autoComplete="current-password"
            hint="You have an account with this address: its password joins the team."
            value={present}
            onInput={(event) => setPresent(event.currentTarget.value)}
          />
        ) : (
          <NewPasswordFields chosen={chosen} />
        )}
        {accept.error !== null && <Notice kind="bad">{explain(accept.error)}</Notice>}
        <Button
          type="submit"
          look="primary"
          className="mt-1"
          disabled={
            accept.isPending || (invitation.has_account ? present === "" : chosen.problem !== null)
          }
        >
          {joins ? "Join the team" : "Set password and sign in"}
        </Button>
      </form>
    </Frame>
  );
}

function introduction({ kind, invited_by: by, role, team_name: team }: OpenedInvitation): string {
  if (kind === "password") {
    return `${by} made this link for you, so that you can sign in to ${team} again. All browsers that are signed in to your account are signed out.`;
  }
  return role === "admin"
    ? `${by} invites you as an admin: you help visitors, and manage the team.`
    : `${by} invites you to help visitors of the site, on their own screens.`;
}

function explain(error: Error): string {
  if (error instanceof ApiError && error.code === "wrong_credentials") {
    return "This is not the password of your account.";
  }
  return inWords(error);
}

function Frame({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark size={32} />
          <span className="font-semibold text-lg tracking-tight">UserView</span>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-pop">
          {title !== undefined && <h1 className="break-words font-semibold text-lg">{title}</h1>}
          {children}
        </div>
      </div>
    </main>
  );
}
