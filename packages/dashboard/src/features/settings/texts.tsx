import { type Locale, spoken } from "@userview/protocol/locales";
import { LONGEST_TEXT, TEXTS, type TextName } from "@userview/protocol/texts";
import { useId, useState } from "react";
import { ConsentPreview } from "./consent-preview.tsx";
import { useForm } from "./form.tsx";
import { PreviewChoice } from "./language.tsx";
import { LongText } from "./long-text.tsx";
import { usePack } from "./packs.ts";

/** Where each text is seen. */
const PLACES: Readonly<Record<TextName, string>> = {
  prompt_title: "Question: title",
  prompt_message: "Question: text",
  shared_title: "Question: above what is shared",
  shared_pages: "Question: shared, first line",
  shared_actions: "Question: shared, second line",
  withheld_title: "Question: above what is never shared",
  withheld_secrets: "Question: never shared, first line",
  withheld_others: "Question: never shared, second line",
  prompt_note: "Question: beside the buttons",
  allow: "Question: yes",
  decline: "Question: no",
  bar_label: "Session bar: name for screen readers",
  waiting: "Session bar: nobody watches yet",
  watching: "Session bar: one agent watches",
  watching_many: "Session bar: several agents watch",
  controlling: "Session bar: an agent is in control",
  control_label: "Request for control: name for screen readers",
  control_message: "Request for control: message",
  console_ran: "Session bar: an agent ran code",
  recording_notice: "Consent prompt: it is recorded",
  recording_choice: "Consent prompt: the visitor chooses whether it is recorded",
  recording_label: "Request to record: name for screen readers",
  recording_message: "Request to record: message",
  recording: "Session bar: it is recorded",
  show_hidden: "Session bar: button that tints what is hidden",
  stop: "Session bar: stop button",
  ended: "Session bar: sharing has ended",
  rating_title: "Rating: question",
  rating_1: "Rating: one star",
  rating_2: "Rating: two stars",
  rating_3: "Rating: three stars",
  rating_4: "Rating: four stars",
  rating_5: "Rating: five stars",
  rating_thanks: "Rating: when it was given",
  guest: "An agent without a name",
  help: "Help button",
  wait_label: "Waiting: name for screen readers",
  wait_pending: "Waiting: somebody is looked for",
  wait_unavailable: "Waiting: nobody is available",
  wait_call: "Waiting: a personal link was followed",
  wait_call_over: "Waiting: the agent called has not answered",
  wait_unknown: "Waiting: a personal link that leads to nobody",
  wait_cancel: "Waiting: stop button",
  wait_close: "Waiting, lookup code and rating: close button",
  lookup_button: "Lookup code: button at the page's side",
  lookup_title: "Lookup code: title",
  lookup_message: "Lookup code: text",
  lookup_pending: "Lookup code: until it is there",
  lookup_none: "Lookup code: none is free",
  lookup_time: "Lookup code: time that it has left",
};

const NAMES = Object.keys(TEXTS) as TextName[];

/** Every text of the SDK with its default, and a field to put the team's own in its place. */
export function Texts() {
  const { team, errorOf } = useForm();
  const [preview, setPreview] = useState<Locale | "en">("en");
  const error = errorOf("translations");
  const { locale } = team;
  const language = locale === null ? preview : spoken([locale]);
  const pack = usePack(language);
  return (
    <div className="grid gap-3 py-3.5">
      <p className="max-w-2xl text-ink-soft">
        Empty: the text in grey. What stands in <code className="font-mono">{"{%…%}"}</code> is
        filled in, what stands behind a <code className="font-mono">|</code> where there is nothing
        to fill in. A page’s own <code className="font-mono">translations</code> come first.
      </p>
      {locale === null && <PreviewChoice language={preview} onChange={setPreview} />}
      <ConsentPreview language={language} />
      {error !== null && (
        <p role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      )}
      {NAMES.map((name) => (
        <Text
          key={name}
          name={name}
          own={team.translations[name] ?? ""}
          text={pack[name]}
          lang={language}
        />
      ))}
    </div>
  );
}

function Text({
  name,
  own,
  text,
  lang,
}: {
  name: TextName;
  own: string;
  /** What stands there without the team's own. */
  text: string;
  lang: string;
}) {
  const { team, set } = useForm();
  const id = useId();
  const put = (text: string): void => {
    const { [name]: _before, ...others } = team.translations;
    set({ translations: text === "" ? others : { ...others, [name]: text } });
  };
  return (
    <div className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <label htmlFor={id} className="font-medium">
        {PLACES[name]}
      </label>
      <LongText
        id={id}
        value={own}
        lang={lang}
        placeholder={text}
        longest={LONGEST_TEXT}
        rows={1}
        lines={false}
        onChange={put}
      />
    </div>
  );
}
