import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiError, inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Mark } from "../../ui/logo.tsx";
import { Notice } from "../../ui/notice.tsx";
import { takeFragment } from "./fragment.ts";
import { meQuery } from "./queries.ts";
import { returnPath } from "./return-path.ts";
import { useSecondsLeft } from "./seconds-left.ts";

type Credentials = { email: string; password: string } | { token: string };

/** Signing in with e-mail and password, or with a one-time link whose token is in the fragment. */
export function SignInPage() {
  usePageTitle("Sign in");
  const { api } = useServices();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/sign-in" });
  const token = useRef(takeFragment()).current;
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) =>
      "token" in credentials
        ? api.signInWithLink(credentials.token)
        : api.signIn(credentials.email, credentials.password),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery(api).queryKey, me);
      void navigate({ to: returnPath(next), replace: true });
    },
  });
  const { mutate } = signIn;
  useEffect(() => {
    if (token !== "") mutate({ token });
  }, [token, mutate]);

  const byLink = signIn.variables !== undefined && "token" in signIn.variables;
  const wait = useSecondsLeft(waitSeconds(signIn.error), signIn.submittedAt);
  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark size={32} />
          <span className="font-semibold text-lg tracking-tight">UserView</span>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-pop">
          {byLink && (signIn.isPending || signIn.isSuccess) ? (
            <p role="status" className="flex items-center gap-2 py-6 text-ink-soft">
              <LoaderCircle aria-hidden size={16} className="animate-spin" />
              Signing you in…
            </p>
          ) : (
            <>
              <h1 className="font-semibold text-lg">Sign in</h1>
              <p className="mt-0.5 mb-5 text-ink-soft">
                See who is on your site and help them there.
              </p>
              {signIn.error !== null && (
                <div className="mb-4">
                  <Notice kind="bad">
                    {explain(signIn.error, byLink)}
                    {wait > 0 &&
                      ` You can try again in ${wait} ${wait === 1 ? "second" : "seconds"}.`}
                  </Notice>
                </div>
              )}
              <PasswordForm
                pending={signIn.isPending}
                blocked={wait > 0}
                onSubmit={(email, password) => mutate({ email, password })}
              />
            </>
          )}
        </div>
        <p className="mt-4 text-center text-ink-faint text-xs">
          Locked out? The server prints a one-time sign-in link each time it starts.
        </p>
      </div>
    </main>
  );
}

function PasswordForm({
  pending,
  blocked,
  onSubmit,
}: {
  pending: boolean;
  blocked: boolean;
  onSubmit: (email: string, password: string) => void;
}) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(email.trim(), password);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        required
        value={email}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <Field
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" look="primary" disabled={pending || blocked} className="mt-1">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

function explain(error: Error, byLink: boolean): string {
  if (!(error instanceof ApiError)) return inWords(error);
  if (byLink && error.status >= 400 && error.status < 500 && error.status !== 429) {
    return "This sign-in link was used already or is too old. Sign in with your password, or ask for a new link.";
  }
  if (error.status === 401) return "The e-mail address or the password is wrong.";
  if (error.status === 429) return "Too many attempts.";
  return inWords(error);
}

function waitSeconds(error: Error | null): number {
  return error instanceof ApiError && error.status === 429 ? (error.retryAfterSeconds ?? 60) : 0;
}
