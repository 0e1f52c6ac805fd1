import type { ReactNode } from "react";

/** What a page says where a list would be and nothing is: in the middle, with a picture above. */
export function Blank({
  icon,
  title,
  children,
}: {
  /** 22 px. */
  icon: ReactNode;
  title: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-xl flex-col items-center px-4 py-12 text-center">
        <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent-ink">
          {icon}
        </span>
        <h2 className="mt-4 font-semibold text-lg">{title}</h2>
        {children}
      </div>
    </div>
  );
}
