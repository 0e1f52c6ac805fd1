import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { meQuery } from "../sign-in/queries.ts";

/** As the server wants it: the link must not end in something that is taken for the end of a sentence. */
const CALL_NAME = "[A-Za-z0-9]([A-Za-z0-9_\\-]*[A-Za-z0-9])?";
const HINT = "Letters and digits, between them - and _ too; it stands at the end of the link.";

/** The link with which visitors call this agent, and the name in it. */
export function PersonalLink() {
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const link = me.personal_link;
  return (
    <Card title="Your personal link">
      <div className="grid gap-3 px-4 py-3">
        <p className="text-ink-soft">
          Send it to somebody you talk to: it leads them to your site, and calls you and nobody
          else.
        </p>
        {link !== null && !editing ? (
          <>
            <code className="break-all rounded-lg bg-sunken px-3 py-2 font-mono text-xs">
              {link}
            </code>
            <div className="flex flex-wrap gap-2">
              <CopyButton text={link} label="Copy link" />
              <Button size="small" look="ghost" onClick={() => setEditing(true)}>
                Change the name
              </Button>
            </div>
          </>
        ) : (
          <CallName name={me.call_name} done={() => setEditing(false)} />
        )}
        {me.team.personal_link_url === null && (
          <Notice kind="warn">
            It leads nowhere yet: the{" "}
            <Link
              to="/settings/$tab"
              params={{ tab: "page" }}
              className="font-medium underline underline-offset-2"
            >
              page of your site
            </Link>{" "}
            for it has to be set.
          </Notice>
        )}
      </div>
    </Card>
  );
}

function CallName({ name, done }: { name: string | null; done: () => void }) {
  const { api } = useServices();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(name ?? "");
  const save = useMutation({
    mutationFn: (chosen: string) => api.setCallName(chosen),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery(api).queryKey, me);
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed.trim());
  };
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <Field
        label="Call name"
        value={typed}
        required
        maxLength={64}
        pattern={CALL_NAME}
        title={HINT}
        autoComplete="off"
        spellCheck={false}
        placeholder="ada"
        hint={HINT}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {save.error !== null && (
        <p role="alert" className="text-bad-ink">
          {inWords(save.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="small" look="primary" disabled={save.isPending}>
          Save
        </Button>
        {name !== null && (
          <Button size="small" look="ghost" onClick={done}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
