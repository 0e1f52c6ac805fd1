import { useState } from "react";
import { Field } from "../../ui/field.tsx";

/** As the server wants it (`password`, 10 to 1,000 characters). */
const SHORTEST = 10;
const LONGEST = 1000;

export interface NewPassword {
  readonly password: string;
  readonly again: string;
  /** What keeps it from being used; null when nothing does. */
  readonly problem: "short" | "different" | null;
  setPassword(text: string): void;
  setAgain(text: string): void;
  clear(): void;
}

/** A password that is being chosen, typed twice. */
export function useNewPassword(): NewPassword {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const problem =
    [...password].length < SHORTEST ? "short" : password === again ? null : "different";
  const clear = (): void => {
    setPassword("");
    setAgain("");
  };
  return { password, again, problem, setPassword, setAgain, clear };
}

export function NewPasswordFields({ chosen }: { chosen: NewPassword }) {
  const { password, again, problem } = chosen;
  return (
    <>
      <Field
        label="New password"
        type="password"
        name="new-password"
        required
        maxLength={LONGEST}
        autoComplete="new-password"
        hint={
          problem === "short" && password !== ""
            ? `Too short: ${SHORTEST} characters or more.`
            : `${SHORTEST} characters or more. A few words are easy to remember and hard to guess.`
        }
        value={password}
        onInput={(event) => chosen.setPassword(event.currentTarget.value)}
      />
      <Field
        label="New password, once more"
        type="password"
        name="new-password-again"
        required
        maxLength={LONGEST}
        autoComplete="new-password"
        hint={problem === "different" && again !== "" ? "The two differ." : undefined}
        value={again}
        onInput={(event) => chosen.setAgain(event.currentTarget.value)}
      />
    </>
  );
}
