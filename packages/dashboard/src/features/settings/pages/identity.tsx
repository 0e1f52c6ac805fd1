import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { inWords } from "../../../api/errors.ts";
import { useMe } from "../../../app/me.ts";
import { useServices } from "../../../app/services.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { inputLook } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { DateTime } from "../../../ui/time.tsx";
import { Page } from "../page.tsx";
import { identitySecretQuery } from "../queries.ts";

/** How long tokens of the old secret count beside the new one, in seconds. */
const GRACES: readonly (readonly [number, string])[] = [
  [0, "Not at all: it leaked"],
  [3600, "One hour"],
  [86_400, "One day"],
  [604_800, "One week"],
];

/** The secret with which the team's own server says who a visitor is. */
export default function IdentityPage() {
  const isAdmin = useMe().agent.role === "admin";
  return <Page>{isAdmin && <Secret />}</Page>;
}

function Secret() {
  const { api } = useServices();
  const client = useQueryClient();
  const id = useId();
  const [shown, setShown] = useState(false);
  const [grace, setGrace] = useState(3600);
  const query = identitySecretQuery(api);
  const secret = useQuery({ ...query, enabled: shown });
  const rotate = useMutation({
    mutationFn: () => api.rotateIdentitySecret(grace),
    onSuccess(made) {
      client.setQueryData(query.queryKey, made);
      setShown(true);
    },
  });
  const failure = rotate.error ?? secret.error;
  return (
    <>
      <Card title="Identity secret">
        <div className="grid gap-4 px-4 py-4">
          <p className="text-ink-soft">
            Your own server signs who a visitor is with this secret (<Code>identityToken</Code>). It
            belongs there and never into a page: whoever has it can be anybody.
          </p>
          {failure !== null && <Notice kind="bad">{inWords(failure)}</Notice>}
          {shown && secret.data !== undefined ? (
            <>
              <CodeBlock label="Identity secret" code={secret.data.secret} />
              <p className="text-ink-faint text-xs">
                Made <DateTime at={secret.data.created_at} />
                {secret.data.previous_valid_until !== null && (
                  <>
                    {" · the one before counts until "}
                    <DateTime at={secret.data.previous_valid_until} />
                  </>
                )}
              </p>
            </>
          ) : (
            <div>
              <Button onClick={() => setShown(true)} disabled={secret.isFetching}>
                Show the secret
              </Button>
            </div>
          )}
        </div>
      </Card>
      <Card title="Another secret">
        <div className="grid gap-3 px-4 py-4">
          <label htmlFor={id} className="font-medium">
            Tokens signed with the present one count for
          </label>
          <select
            id={id}
            value={String(grace)}
            onChange={(event) => setGrace(Number(event.currentTarget.value))}
            className={`${inputLook} max-w-64`}
          >
            {GRACES.map(([seconds, words]) => (
              <option key={seconds} value={String(seconds)}>
                {words}
              </option>
            ))}
          </select>
          <div>
            <Confirm
              title="Make another identity secret?"
              text="Your server has to sign with the new one. Tokens of the present one are refused when its time is over."
              action="Make another secret"
              onConfirm={() => rotate.mutate()}
            >
              <Button look="warning" disabled={rotate.isPending}>
                Make another secret
              </Button>
            </Confirm>
          </div>
        </div>
      </Card>
    </>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs">{children}</code>;
}
