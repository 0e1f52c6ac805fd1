import type { ReactNode } from "react";
import { useMe } from "../../app/me.ts";
import { Notice } from "../../ui/notice.tsx";

/** The sections of one page; agents who are no admins are told that they can only look. */
export function Page({ children }: { children: ReactNode }) {
  const isAdmin = useMe().agent.role === "admin";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {!isAdmin && <Notice kind="info">Only admins of the team can change its settings.</Notice>}
      {children}
    </div>
  );
}
