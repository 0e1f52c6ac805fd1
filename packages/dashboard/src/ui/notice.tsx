import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type Kind = "info" | "ok" | "warn" | "bad";

const LOOKS: Record<Kind, string> = {
  info: "bg-accent-soft text-accent-ink",
  ok: "bg-ok-soft text-ok-ink",
  warn: "bg-warn-soft text-warn-ink",
  bad: "bg-bad-soft text-bad-ink",
};

const ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

/** A message within a page. Errors are announced at once, the others when there is time. */
export function Notice({
  kind,
  children,
  action,
}: {
  kind: Kind;
  children: ReactNode;
  action?: ReactNode;
}) {
  const Icon = ICONS[kind];
  return (
    <div
      role={kind === "bad" ? "alert" : "status"}
      className={classNames("flex items-start gap-2.5 rounded-lg px-3 py-2.5", LOOKS[kind])}
    >
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
