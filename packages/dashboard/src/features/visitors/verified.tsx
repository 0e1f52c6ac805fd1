import { BadgeCheck, CircleHelp } from "lucide-react";
import type { Visitor } from "../../api/client.ts";

/** Whether somebody vouches for who this is, as a small mark; none for visitors without an identity. */
export function VerifiedMark({ visitor, size = 15 }: { visitor: Visitor; size?: number }) {
  if (visitor.unique_id === null && visitor.identities === null) return null;
  const words = visitor.identity_verified ? VERIFIED : UNVERIFIED;
  const Icon = visitor.identity_verified ? BadgeCheck : CircleHelp;
  return (
    <span role="img" aria-label={words} title={words} className="relative inline-flex shrink-0">
      <Icon
        aria-hidden
        size={size}
        className={visitor.identity_verified ? "text-ok-ink" : "text-ink-faint"}
      />
    </span>
  );
}

const VERIFIED = "Verified: your site’s server says who this is";
const UNVERIFIED =
  "Unverified: only the page says who this is, and a page can be made to say anything";
