import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

const LOOK =
  "h-8 min-w-0 max-w-full rounded-md border bg-surface pl-2 text-xs transition-colors hover:border-ink-faint focus:border-accent focus:outline-2 focus:outline-accent/30";

/** One choice of a list that narrows what is shown; `any` stands for all. Marked while it narrows. */
export function FilterSelect<Value extends string>({
  label,
  any,
  value,
  choices,
  onChange,
}: {
  label: string;
  /** What it says while it does not narrow. */
  any: string;
  value: Value | undefined;
  choices: readonly Choice<Value>[];
  onChange: (value: Value | undefined) => void;
}) {
  const known = value === undefined || choices.some((choice) => choice.value === value);
  return (
    <select
      aria-label={label}
      className={classNames(LOOK, "truncate pr-6 sm:max-w-32", marked(value !== undefined))}
      value={value ?? ""}
      onChange={(event) => {
        const { value: chosen } = event.currentTarget;
        onChange(chosen === "" ? undefined : (chosen as Value));
      }}
    >
      <option value="">{any}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
      {!known && <option value={value}>{value}</option>}
    </select>
  );
}

/** A day, from the browser's own calendar; `undefined` while it does not narrow. */
export function FilterDay({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: ReactNode;
  /** `YYYY-MM-DD`. */
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-1.5">
      <label htmlFor={id} className="text-ink-soft text-xs">
        {label}
      </label>
      <input
        id={id}
        type="date"
        className={classNames(LOOK, "pr-2 tabular-nums", marked(value !== undefined))}
        value={value ?? ""}
        min={min}
        max={max}
        onChange={(event) => {
          const { value: day } = event.currentTarget;
          onChange(day === "" ? undefined : day);
        }}
      />
    </span>
  );
}

function marked(narrows: boolean): string {
  return narrows
    ? "border-accent bg-accent-soft font-medium text-accent-ink"
    : "border-line-strong text-ink-soft";
}
