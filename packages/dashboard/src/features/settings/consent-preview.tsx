import { type Locale, spoken } from "@userview/protocol/locales";
import { useForm } from "./form.tsx";
import { usePack } from "./packs.ts";

const AGENT = "Ada";

/** The consent prompt as visitors see it, with the words as they are entered; in the team's language, or in this one. */
export function ConsentPreview({ language }: { language?: Locale | "en" }) {
  const { team } = useForm();
  const shown = language ?? spoken(team.locale === null ? ["en"] : [team.locale]);
  const pack = usePack(shown);
  if (!team.require_authorization_for_session) return null;
  const texts = { ...pack, ...team.translations };
  const filled = (text: string): string =>
    text.replace(/\{%(\w+)%(?:\|([^}]*))?\}/g, (_all, name: string, fallback = "") =>
      name === "agentName"
        ? AGENT
        : name === "currentDomain"
          ? (team.domain ?? "example.com")
          : fallback,
    );
  return (
    <figure className="grid gap-2 py-3.5">
      <figcaption className="font-medium">Preview</figcaption>
      <div className="rounded-lg bg-mat p-4 sm:p-6">
        <div
          lang={shown}
          className="mx-auto max-w-sm rounded-xl border border-line bg-surface p-4 shadow-pop"
        >
          <p className="break-words font-semibold text-base">
            {filled(team.authorization_prompt_title ?? texts.prompt_title)}
          </p>
          <p className="mt-1 whitespace-pre-line break-words text-ink-soft">
            {filled(team.authorization_prompt_message ?? texts.prompt_message)}
          </p>
          <div aria-hidden className="mt-4 flex justify-end gap-2">
            <span className="rounded-md border border-line-strong px-3 py-1.5 font-medium">
              {texts.decline}
            </span>
            <span className="rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent">
              {texts.allow}
            </span>
          </div>
        </div>
      </div>
    </figure>
  );
}
