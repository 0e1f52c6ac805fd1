import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useId, useState } from "react";
import type { Team, TeamChange } from "../../api/client.ts";
import { ApiError, inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Loading } from "./loading.tsx";
import { teamQuery } from "./queries.ts";

/** What the controls of a section work on. */
export interface Form {
  /** The team as it would be saved. */
  readonly team: Team;
  readonly readOnly: boolean;
  /** Whether what is entered can be saved; the name of the field that cannot, else null. */
  set(change: TeamChange): void;
  /** A control cannot read what was entered: nothing is saved before it can. */
  refuse(field: keyof TeamChange, why: string | null): void;
  /** What is wrong with a field, in words. */
  errorOf(field: keyof TeamChange): string | null;
}

const FormContext = createContext<Form | null>(null);

/** The section around this control. */
export function useForm(): Form {
  const form = use(FormContext);
  if (form === null) throw new Error("expected a section of settings around this control");
  return form;
}

/** A part of the settings that is saved on its own: title, controls, and Save and Undo once something was changed. */
export function Section({
  title,
  about,
  children,
}: {
  title: string;
  about?: ReactNode;
  children: ReactNode;
}) {
  const { api } = useServices();
  const id = useId();
  const isAdmin = useMe().agent.role === "admin";
  const team = useQuery(teamQuery(api));
  const { draft, set, undo, refusals, refuse, save } = useDraft();
  const dirty = Object.keys(draft).length > 0;
  useLeaveGuard(dirty);
  if (team.data === undefined)
    return team.error === null ? <Loading /> : <Notice kind="bad">{inWords(team.error)}</Notice>;
  const { error } = save;
  const field = fieldOf(error);
  const form: Form = {
    team: { ...team.data, ...draft },
    readOnly: !isAdmin,
    set,
    refuse,
    errorOf: (name) => refusals[name] ?? (field === name ? sentence(error) : null),
  };
  const blocked = Object.values(refusals).some((why) => why !== null);
  return (
    <FormContext value={form}>
      <form
        aria-labelledby={id}
        className="rounded-xl border border-line bg-surface"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) save.mutate(draft);
        }}
      >
        <header className="border-line border-b px-4 py-3">
          <h2 id={id} className="font-semibold text-sm">
            {title}
          </h2>
          {about !== undefined && <p className="mt-0.5 text-ink-soft">{about}</p>}
        </header>
        <fieldset disabled={!isAdmin} className="grid min-w-0 divide-y divide-line px-4">
          {children}
        </fieldset>
        {(dirty || save.isPending) && (
          <footer className="sticky bottom-0 flex flex-wrap items-center gap-2 rounded-b-xl border-line border-t bg-surface px-4 py-3">
            <span role="status" className="mr-auto text-ink-soft">
              Not saved yet
            </span>
            <Button onClick={undo} disabled={save.isPending}>
              Undo
            </Button>
            <Button type="submit" look="primary" disabled={blocked || save.isPending}>
              {save.isPending ? "Saving…" : "Save"}
            </Button>
          </footer>
        )}
        {error !== null && (field === null || !(field in draft)) && (
          <div className="px-4 pb-3">
            <Notice kind="bad">{inWords(error)}</Notice>
          </div>
        )}
        <p role="status" className="sr-only">
          {save.isSuccess && !dirty ? `${title}: saved` : ""}
        </p>
      </form>
    </FormContext>
  );
}

/** What was changed and not saved yet. Saving shows the new values at once and takes them back when it fails. */
function useDraft() {
  const { api } = useServices();
  const client = useQueryClient();
  const { queryKey } = teamQuery(api);
  const [draft, setDraft] = useState<TeamChange>({});
  const [refusals, setRefusals] = useState<Partial<Record<keyof TeamChange, string | null>>>({});
  const save = useMutation({
    mutationFn: (change: TeamChange) => api.changeTeam(change),
    async onMutate(change) {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before !== undefined) client.setQueryData(queryKey, { ...before, ...change });
      setDraft({});
      return { before };
    },
    onError(_error, change, context) {
      if (context?.before !== undefined) client.setQueryData(queryKey, context.before);
      setDraft((since) => ({ ...change, ...since }));
    },
    onSuccess: (team) => client.setQueryData(queryKey, team),
  });
  const set = (change: TeamChange): void => {
    save.reset();
    const saved = client.getQueryData(queryKey);
    setDraft((before) => withoutSame({ ...before, ...change }, saved));
  };
  const undo = (): void => {
    save.reset();
    setDraft({});
    setRefusals({});
  };
  const refuse = (field: keyof TeamChange, why: string | null): void =>
    setRefusals((before) => (before[field] === why ? before : { ...before, [field]: why }));
  return { draft, set, undo, refusals, refuse, save };
}

/** What is again as it was saved is no change. */
function withoutSame(draft: TeamChange, saved: Team | undefined): TeamChange {
  if (saved === undefined) return draft;
  const same = (name: string): boolean =>
    JSON.stringify(draft[name as keyof TeamChange]) === JSON.stringify(saved[name as keyof Team]);
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !same(name)));
}

/** Asks before a page is left on which something was changed. */
function useLeaveGuard(dirty: boolean): void {
  useBlocker({
    shouldBlockFn: () => dirty && !window.confirm("Leave without saving what you changed?"),
    enableBeforeUnload: () => dirty,
  });
}

/** The setting that an answer names: `masked_elements[1]` is `masked_elements`. */
function fieldOf(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  const named = /^([a-z_]+)(?:[[.][^:]*)?: /.exec(error.message);
  return named?.[1] ?? null;
}

/** The sentence without the name of the field, beside which it stands. */
function sentence(error: unknown): string {
  const said = inWords(error).replace(/^[A-Za-z_.[\]\d]+: /, "");
  return said.charAt(0).toUpperCase() + said.slice(1);
}
