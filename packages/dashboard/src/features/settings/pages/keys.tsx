import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { Key, Scope } from "../../../api/client.ts";
import { inWords } from "../../../api/errors.ts";
import { useMe } from "../../../app/me.ts";
import { useServices } from "../../../app/services.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Field } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { TimeAgo, useNow } from "../../../ui/time.tsx";
import { Loading } from "../loading.tsx";
import { Page } from "../page.tsx";
import { keysQuery } from "../queries.ts";

const SCOPES: Readonly<Record<Scope, string>> = {
  read: "Read visitors, sessions and the team",
  sessions: "Start and end sessions, look up codes",
  "visitors:write": "Say who visitors are",
  "visitors:delete": "Erase visitors",
  admin: "Change the team, agents, keys and webhooks",
};

/** The team's secret keys: for its own servers, never for pages. */
export default function KeysPage() {
  const { api } = useServices();
  const isAdmin = useMe().agent.role === "admin";
  const keys = useQuery({ ...keysQuery(api), enabled: isAdmin });
  if (!isAdmin) return <Page>{null}</Page>;
  return (
    <Page>
      <NewKey />
      {keys.data !== undefined ? (
        <KeyList keys={keys.data} />
      ) : keys.error !== null ? (
        <Notice kind="bad">{inWords(keys.error)}</Notice>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function KeyList({ keys }: { keys: readonly Key[] }) {
  const now = useNow(30_000);
  return (
    <Card title="Secret keys">
      {keys.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-soft">There are no keys.</p>
      ) : (
        <ul className="divide-y divide-line">
          {keys.map((key) => (
            <KeyRow key={key.id} item={key} now={now} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function KeyRow({ item, now }: { item: Key; now: number }) {
  const { api } = useServices();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revokeKey(item.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["keys"] }),
  });
  const isRevoked = item.revoked_at !== null;
  return (
    <li className="grid gap-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div className="grid min-w-0 gap-1">
        <p className="flex min-w-0 items-center gap-2">
          <span className={isRevoked ? "truncate text-ink-faint" : "truncate font-medium"}>
            {item.name}
          </span>
          <code className="shrink-0 font-mono text-ink-faint text-xs">sk_…{item.hint}</code>
          {isRevoked && <Badge tone="bad">Revoked</Badge>}
        </p>
        <p className="flex flex-wrap gap-1">
          {item.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
        <p className="text-ink-faint text-xs">
          Created <TimeAgo at={item.created_at} now={now} />
          {" · "}
          {item.last_used_at === null ? (
            "never used"
          ) : (
            <>
              last used <TimeAgo at={item.last_used_at} now={now} />
            </>
          )}
        </p>
        {revoke.error !== null && <Notice kind="bad">{inWords(revoke.error)}</Notice>}
      </div>
      {!isRevoked && (
        <Confirm
          title={`Revoke “${item.name}”?`}
          text="Whatever uses this key is refused from this moment on. This cannot be taken back."
          action="Revoke key"
          onConfirm={() => revoke.mutate()}
        >
          <Button
            look="warning"
            size="small"
            className="justify-self-start"
            disabled={revoke.isPending}
          >
            Revoke
          </Button>
        </Confirm>
      )}
    </li>
  );
}

function NewKey() {
  const { api } = useServices();
  const client = useQueryClient();
  const id = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read", "sessions"]);
  const make = useMutation({
    mutationFn: () => api.makeKey(name, scopes),
    onSuccess() {
      setName("");
      return client.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  const all = Object.entries(SCOPES) as [Scope, string][];
  return (
    <Card title="New key">
      <form onSubmit={submit} className="grid gap-4 px-4 py-4">
        <Field
          label="Name"
          hint="What uses it, so that you know which one to revoke."
          required
          maxLength={100}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium text-ink-soft">What it may do</legend>
          {all.map(([scope, words]) => (
            <label key={scope} htmlFor={`${id}-${scope}`} className="flex items-center gap-2.5">
              <input
                id={`${id}-${scope}`}
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={scopes.includes(scope)}
                onChange={(event) => {
                  const others = scopes.filter((one) => one !== scope);
                  setScopes(event.currentTarget.checked ? [...others, scope] : others);
                }}
              />
              <span className="min-w-0">
                {words} <code className="font-mono text-ink-faint text-xs">{scope}</code>
              </span>
            </label>
          ))}
        </fieldset>
        {make.error !== null && <Notice kind="bad">{inWords(make.error)}</Notice>}
        <div>
          <Button
            type="submit"
            look="primary"
            disabled={make.isPending || name.trim() === "" || scopes.length === 0}
          >
            Create key
          </Button>
        </div>
        {make.data !== undefined && (
          <div className="grid gap-2">
            <Notice kind="ok">
              This is the key “{make.data.key.name}”. Copy it now: it is not shown again.
            </Notice>
            <CodeBlock label="Secret key" code={make.data.secret} />
          </div>
        )}
      </form>
    </Card>
  );
}
