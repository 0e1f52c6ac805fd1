import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "./class-names.ts";

type Look = "primary" | "secondary" | "ghost" | "warning" | "danger";

/** `icon` is a square for an icon alone. */
type Size = "small" | "medium" | "icon";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: Size;
  /** Before the text, 16 px. */
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

const SIZES: Record<Size, string> = {
  small: "h-7 px-2 text-xs",
  medium: "h-9 px-3 text-sm",
  icon: "size-8",
};

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-ink border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-ink-soft border-transparent hover:bg-hover hover:text-ink",
  warning: "bg-surface text-bad-ink border-line-strong hover:bg-bad-soft hover:border-bad",
  danger: "bg-bad text-white hover:bg-bad-hover border-transparent",
};

/** Class names of a button, for links that look like one. */
export function buttonLook(look: Look = "secondary", size: Size = "medium"): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium",
    "whitespace-nowrap transition-colors disabled:opacity-55 disabled:pointer-events-none",
    SIZES[size],
    LOOKS[look],
  );
}

export function Button({ look, size, icon, className, children, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? "button"}
      className={classNames(buttonLook(look, size), className)}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}
