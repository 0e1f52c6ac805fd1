import { scrubUrl } from "@userview/protocol/scrub";
import { useId, useState } from "react";
import { inputLook } from "../../ui/field.tsx";
import { LineList } from "./controls.tsx";
import { useForm } from "./form.tsx";

const EXAMPLE = "https://shop.example.com/orders/4711/items?order_id=4711&page=2";

/** The team's own rules for URLs, and a field to try them. */
export function ScrubbingRules() {
  const { team, set, errorOf } = useForm();
  const rules = team.url_scrubbing;
  const error = errorOf("url_scrubbing");
  return (
    <>
      <Rules
        label="Parameters"
        about="Names in query and fragment whose values are replaced by ***. * stands for any characters: order*."
        lines={rules.parameters}
        error={error}
        onChange={(parameters) => set({ url_scrubbing: { ...rules, parameters } })}
      />
      <Rules
        label="Paths"
        about="As /patients/*/letters: in every path that begins so, each part that a * takes part in is replaced. ** as the last part stands for all further parts."
        lines={rules.paths}
        error={error}
        onChange={(paths) => set({ url_scrubbing: { ...rules, paths } })}
      />
      <TryOut />
    </>
  );
}

function Rules({
  label,
  about,
  lines,
  error,
  onChange,
}: {
  label: string;
  about: string;
  lines: readonly string[];
  error: string | null;
  onChange: (lines: string[]) => void;
}) {
  const id = useId();
  return (
    <div className="grid gap-1.5 py-3.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <LineList
        id={id}
        describedBy={`${id}-about`}
        invalid={error !== null}
        lines={lines}
        onChange={onChange}
      />
      {error !== null && (
        <p role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      )}
      <p id={`${id}-about`} className="text-ink-faint text-xs">
        {about}
      </p>
    </div>
  );
}

function TryOut() {
  const { team } = useForm();
  const id = useId();
  const [url, setUrl] = useState(EXAMPLE);
  const after = scrubUrl(url, undefined, team.url_scrubbing);
  return (
    <div className="grid gap-1.5 py-3.5">
      <label htmlFor={id} className="font-medium">
        Try it
      </label>
      <input
        id={id}
        spellCheck={false}
        value={url}
        onInput={(event) => setUrl(event.currentTarget.value)}
        className={`${inputLook} font-mono text-xs`}
      />
      <p className="text-ink-faint text-xs">What is sent and kept:</p>
      <output htmlFor={id} className="break-all rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        {after === "" ? "Nothing: this is no URL." : after}
      </output>
    </div>
  );
}
