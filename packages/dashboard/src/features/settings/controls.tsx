import { ChevronRight } from "lucide-react";
import { Switch } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { inputLook } from "../../ui/field.tsx";
import { useForm } from "./form.tsx";
import { LongText } from "./long-text.tsx";
import { CHOICES, defaultInWords, LABELS, type Name, TABLE } from "./words.ts";

const AREA = inputLook.replace("h-9", "min-h-20 py-2");

/** The controls of these settings, each as its type asks for; folded away what waits for a feature to come. */
export function Controls({ names }: { names: readonly Name[] }) {
  const later = names.filter((name) => TABLE[name].later !== null);
  return (
    <>
      {names
        .filter((name) => TABLE[name].later === null)
        .map((name) => (
          <Control key={name} name={name} />
        ))}
      {later.length > 0 && <Later names={later} />}
    </>
  );
}

function Later({ names }: { names: readonly Name[] }) {
  return (
    <details className="group py-3.5">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded font-medium text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden size={15} className="transition-transform group-open:rotate-90" />
        {names.length === 1
          ? "One setting for a feature to come"
          : `${names.length} settings for features to come`}
      </summary>
      <p className="mt-1 text-ink-faint text-xs">
        They can be set now, are kept, and take effect when their feature is there.
      </p>
      <div className="grid divide-y divide-line">
        {names.map((name) => (
          <Control key={name} name={name} />
        ))}
      </div>
    </details>
  );
}

/** One setting: name, control, what it does, its default, and what is wrong with it. */
export function Control({ name }: { name: Name }) {
  const setting = TABLE[name];
  if (setting.type === "boolean") return <Toggle name={name} />;
  if (setting.values !== undefined) return <Choice name={name} />;
  if (setting.type === "integer") return <Count name={name} />;
  if (setting.type === "array") return <Lines name={name} />;
  return <Words name={name} />;
}

/** The frame around a control; `children` gets the ids by which the control names its texts. */
export function Row({
  name,
  beside,
  children,
}: {
  name: Name;
  beside?: boolean;
  children: (ids: { id: string; describedBy: string; invalid: boolean }) => ReactNode;
}) {
  const form = useForm();
  const id = useId();
  const setting = TABLE[name];
  const error = form.errorOf(name);
  const describedBy = error === null ? `${id}-about` : `${id}-error ${id}-about`;
  const control = children({ id, describedBy, invalid: error !== null });
  return (
    <div className="grid gap-1.5 py-3.5">
      <div className="flex min-w-0 items-center gap-2">
        <label htmlFor={id} className="min-w-0 font-medium">
          {LABELS[name]}
        </label>
        {beside === true && <span className="ml-auto flex">{control}</span>}
      </div>
      {beside !== true && control}
      {error !== null && (
        <p id={`${id}-error`} role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      )}
      <p id={`${id}-about`} className="max-w-2xl text-ink-faint text-xs">
        <Prose text={`${setting.about} ${defaultInWords(setting)}.`} />
      </p>
    </div>
  );
}

/** A sentence of the reference for people at a form: names of code look like it, null is an empty field. */
function Prose({ text }: { text: string }) {
  const parts = text
    .replace(/\bnull:/g, "empty:")
    .replace(/\bNull:/g, "Empty:")
    .split("`");
  return parts.map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that does not change
      <code key={at} className="font-mono text-ink-soft">
        {part}
      </code>
    ),
  );
}

function Toggle({ name }: { name: Name }) {
  const { team, set, readOnly } = useForm();
  return (
    <Row name={name} beside>
      {({ id, describedBy }) => (
        <Switch.Root
          id={id}
          aria-describedby={describedBy}
          disabled={readOnly}
          checked={team[name] === true}
          onCheckedChange={(on) => set({ [name]: on })}
          className="h-5 w-9 shrink-0 rounded-full border border-ink-faint bg-sunken p-px transition-colors disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
        >
          <Switch.Thumb className="block size-4 rounded-full bg-ink-soft transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
        </Switch.Root>
      )}
    </Row>
  );
}

function Choice({ name }: { name: Name }) {
  const { team, set } = useForm();
  const values = TABLE[name].values ?? [];
  return (
    <Row name={name}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={String(team[name])}
          onChange={(event) => set({ [name]: values[event.currentTarget.selectedIndex] })}
          className={`${inputLook} max-w-64`}
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {CHOICES[value] ?? value}
            </option>
          ))}
        </select>
      )}
    </Row>
  );
}

function Count({ name }: { name: Name }) {
  const { team, set } = useForm();
  const { minimum, maximum, nullable } = TABLE[name];
  const value = team[name];
  return (
    <Row name={name}>
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          type="number"
          step={1}
          min={minimum}
          max={maximum}
          required={!nullable}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          placeholder={nullable ? "As the installation" : undefined}
          value={value === null ? "" : Number(value)}
          onInput={(event) => {
            const typed = event.currentTarget.value;
            if (typed !== "" || nullable) set({ [name]: typed === "" ? null : Number(typed) });
          }}
          className={`${inputLook} max-w-48`}
        />
      )}
    </Row>
  );
}

function Words({ name }: { name: Name }) {
  const { team, set } = useForm();
  const { longest = 0 } = TABLE[name];
  const value = String(team[name] ?? "");
  const put = (value: string): void => set({ [name]: value === "" ? null : value });
  const isLong = longest >= 1000 && !name.endsWith("_url");
  return (
    <Row name={name}>
      {(ids) =>
        isLong ? (
          <LongText {...ids} value={value} longest={longest} rows={3} lines onChange={put} />
        ) : (
          <input
            id={ids.id}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid}
            maxLength={longest}
            value={value}
            onInput={(event) => put(event.currentTarget.value)}
            className={inputLook}
          />
        )
      }
    </Row>
  );
}

function Lines({ name }: { name: Name }) {
  const { team, set, refuse } = useForm();
  return (
    <Row name={name}>
      {({ id, describedBy, invalid }) => (
        <LineList
          id={id}
          describedBy={describedBy}
          invalid={invalid}
          lines={team[name] as readonly string[]}
          onChange={(lines) => {
            refuse(name, name.endsWith("_elements") ? badSelector(lines) : null);
            set({ [name]: lines });
          }}
        />
      )}
    </Row>
  );
}

/** A list, one entry a line. What is typed stays as it is typed until the list changes from elsewhere. */
export function LineList({
  id,
  describedBy,
  invalid,
  lines,
  onChange,
}: {
  id: string;
  describedBy: string;
  invalid: boolean;
  lines: readonly string[];
  onChange: (lines: string[]) => void;
}) {
  const [typed, setTyped] = useState(lines.join("\n"));
  const text = entries(typed).join("\n") === lines.join("\n") ? typed : lines.join("\n");
  return (
    <textarea
      id={id}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      rows={Math.min(10, Math.max(3, text.split("\n").length))}
      placeholder="One a line"
      spellCheck={false}
      value={text}
      onInput={(event) => {
        setTyped(event.currentTarget.value);
        onChange(entries(event.currentTarget.value));
      }}
      className={`${AREA} font-mono text-xs`}
    />
  );
}

function entries(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What is wrong with the first selector that this browser cannot read; null when it reads all. */
export function badSelector(selectors: readonly string[]): string | null {
  const probe = document.createDocumentFragment();
  for (const selector of selectors) {
    try {
      probe.querySelector(selector);
    } catch {
      return `“${selector}” is no CSS selector: it would mask or lock the whole page`;
    }
  }
  return null;
}
