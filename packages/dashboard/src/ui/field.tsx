import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { classNames } from "./class-names.ts";

export const inputLook =
  "h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-faint transition-colors hover:border-ink-faint focus:border-accent focus:outline-2 focus:outline-accent/30 focus:outline-offset-0";

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Under the input. */
  hint?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A labelled text input. */
export function Field({ label, hint, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={classNames("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-ink-soft text-sm">
        {label}
      </label>
      <input id={id} className={inputLook} {...rest} />
      {hint !== undefined && <p className="text-ink-faint text-xs">{hint}</p>}
    </div>
  );
}
