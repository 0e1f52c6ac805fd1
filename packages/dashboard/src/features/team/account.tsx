import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { meQuery } from "../sign-in/queries.ts";
import { PersonalLink } from "../waiting/personal-link.tsx";
import { NewPasswordFields, useNewPassword } from "./new-password.tsx";

/** What one says of oneself, and one's password. */
export default function AccountPage() {
  return (
    <div className="grid gap-5">
      <NameCard />
      <PersonalLink />
      <PasswordCard />
    </div>
  );
}

function NameCard() {
  const { api } = useServices();
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(me.agent.name ?? "");
  const save = useMutation({
    mutationFn: () => api.people.rename(name.trim()),
    onSuccess(now) {
      setName(now.agent.name ?? "");
      client.setQueryData(meQuery(api).queryKey, now);
      return client.invalidateQueries({ queryKey: ["agents"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title="You">
      <form onSubmit={submit} className="grid gap-4 px-4 py-4">
        <Field
          label="Display name"
          hint={`What visitors and the team “${me.team.name}” see. Without one it is what stands before the @ of ${me.agent.email}.`}
          maxLength={256}
          autoComplete="name"
          value={name}
          onInput={(event) => {
            save.reset();
            setName(event.currentTarget.value);
          }}
        />
        {save.error !== null && <Notice kind="bad">{inWords(save.error)}</Notice>}
        {save.isSuccess && <Notice kind="ok">Saved.</Notice>}
        <div>
          <Button
            type="submit"
            look="primary"
            disabled={save.isPending || name.trim() === (me.agent.name ?? "")}
          >
            Save name
          </Button>
        </div>
      </form>
    </Card>
  );
}

function PasswordCard() {
  const { api } = useServices();
  const me = useMe();
  const client = useQueryClient();
  const [old, setOld] = useState("");
  const chosen = useNewPassword();
  const save = useMutation({
    mutationFn: () => api.people.changePassword(old, chosen.password),
    onSuccess() {
      setOld("");
      chosen.clear();
      return client.invalidateQueries({ queryKey: meQuery(api).queryKey });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen.problem === null) save.mutate();
  };
  return (
    <Card title="Password">
      <form onSubmit={submit} className="grid gap-4 px-4 py-4">
        {me.has_password ? (
          <Field
            label="Present password"
            type="password"
            required
            autoComplete="current-password"
            value={old}
            onInput={(event) => setOld(event.currentTarget.value)}
          />
        ) : (
          <p className="text-ink-soft">You have none yet, and sign in by links.</p>
        )}
        <NewPasswordFields chosen={chosen} />
        {save.error !== null && (
          <Notice kind="bad">
            {save.error instanceof ApiError && save.error.code === "wrong_credentials"
              ? "This is not your present password."
              : inWords(save.error)}
          </Notice>
        )}
        {save.isSuccess && (
          <Notice kind="ok">Changed. All other browsers have been signed out.</Notice>
        )}
        <div>
          <Button
            type="submit"
            look="primary"
            disabled={save.isPending || chosen.problem !== null || (me.has_password && old === "")}
          >
            {me.has_password ? "Change password" : "Set password"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
