import { type ReactNode, useId } from "react";

/** A titled group of facts. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-xl border border-line bg-surface">
      <h2 id={id} className="border-line border-b px-4 py-2.5 font-semibold text-sm">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Names and values, one a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-y-2 px-4 py-3">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,6.5rem)_minmax(0,1fr)] gap-3 sm:grid-cols-[minmax(0,8rem)_minmax(0,1fr)]">
      <dt className="break-words text-ink-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
