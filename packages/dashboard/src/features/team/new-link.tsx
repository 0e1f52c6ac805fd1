import { X } from "lucide-react";
import type { InvitationLink } from "../../api/team.ts";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Notice } from "../../ui/notice.tsx";
import { DateTime } from "../../ui/time.tsx";

/** A link that was just made: it is shown this once. */
export function NewLink({ link, done }: { link: InvitationLink; done: () => void }) {
  const { kind, email, expires_at } = link.invitation;
  return (
    <div className="grid gap-2">
      <Notice
        kind="ok"
        action={
          <Button
            look="ghost"
            size="icon"
            className="-my-1.5 -mr-1.5"
            aria-label="Hide the link"
            onClick={done}
          >
            <X aria-hidden size={15} />
          </Button>
        }
      >
        Send this link to {email}. It {kind === "join" ? "lets them join" : "sets a new password"}{" "}
        once, until <DateTime at={expires_at} />. Copy it now: it is not shown again.
      </Notice>
      <CodeBlock
        label={kind === "join" ? `Invitation for ${email}` : `Password link for ${email}`}
        code={link.url}
      />
    </div>
  );
}
