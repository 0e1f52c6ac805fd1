import { LOCALES, type Locale } from "@userview/protocol/locales";
import { useId } from "react";
import { inputLook } from "../../ui/field.tsx";
import { Row } from "./controls.tsx";
import { useForm } from "./form.tsx";

type Spoken = Locale | "en";

/** What a language is called by those who speak it. */
const ownName = (tag: string): string =>
  new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

const LANGUAGES: readonly (readonly [Spoken, string])[] = (["en", ...LOCALES] as const)
  .map((tag) => [tag, ownName(tag)] as const)
  .toSorted(([, one], [, other]) => one.localeCompare(other));

/** In which language visitors read the SDK's texts. */
export function LanguageChoice() {
  const { team, set } = useForm();
  const { locale } = team;
  const isOther = locale !== null && !LANGUAGES.some(([tag]) => tag === locale);
  return (
    <Row name="locale">
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={locale ?? ""}
          onChange={(event) => set({ locale: event.currentTarget.value || null })}
          className={`${inputLook} max-w-64`}
        >
          <option value="">Each visitor’s own</option>
          {isOther && <option value={locale}>{`${ownName(locale)} (${locale})`}</option>}
          <Options />
        </select>
      )}
    </Row>
  );
}

/** In which language the defaults are looked at, where visitors read their own. */
export function PreviewChoice({
  language,
  onChange,
}: {
  language: Spoken;
  onChange: (language: Spoken) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="font-medium">
        Show them in
      </label>
      <select
        id={id}
        value={language}
        onChange={(event) => onChange(event.currentTarget.value as Spoken)}
        className={`${inputLook} max-w-64`}
      >
        <Options />
      </select>
    </div>
  );
}

function Options() {
  return LANGUAGES.map(([tag, name]) => (
    <option key={tag} value={tag} lang={tag}>
      {name}
    </option>
  ));
}
