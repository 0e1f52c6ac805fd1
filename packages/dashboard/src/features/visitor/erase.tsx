import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { Visitor } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Erases the visitor for good; for admins alone, as the server has it. The desk says when it is done. */
export function EraseVisitor({ visitor }: { visitor: Visitor }) {
  const { api } = useServices();
  const isAdmin = useMe().agent.role === "admin";
  const erase = useMutation({ mutationFn: () => api.eraseVisitor(visitor.short_id) });
  if (!isAdmin) return null;
  return (
    <>
      <Confirm
        title="Erase this visitor?"
        text={`Everything known of ${visitor.nickname} goes for good: identity, sessions, notes and pictures. A running session ends. This cannot be taken back.`}
        action="Erase for good"
        onConfirm={() => erase.mutate()}
      >
        <Button look="warning" icon={<Trash2 aria-hidden size={14} />} disabled={erase.isPending}>
          {erase.isPending ? "Erasing…" : "Erase"}
        </Button>
      </Confirm>
      {erase.error !== null && <Notice kind="bad">{inWords(erase.error)}</Notice>}
    </>
  );
}
