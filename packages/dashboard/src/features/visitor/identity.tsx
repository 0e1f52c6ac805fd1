import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Visitor } from "../../api/client.ts";
import { useServices } from "../../app/services.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, Fact, Facts } from "../../ui/card.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { chatInWords } from "../live-chats/steps.ts";
import { PresenceDot } from "../visitors/presence.tsx";
import { VerifiedMark } from "../visitors/verified.tsx";
import { device } from "../visitors/words.ts";
import { identityQuery } from "./queries.ts";
import { sourcesInWords } from "./words.ts";

/** Who the visitor is, who says so, and where else the same person was seen. */
export function Identity({ visitor, now }: { visitor: Visitor; now: number }) {
  const { api } = useServices();
  const { data } = useQuery({
    ...identityQuery(api, visitor),
    placeholderData: keepPreviousData,
  });
  const isKnown = visitor.unique_id !== null || visitor.identities !== null;
  const sources = data === undefined ? null : sourcesInWords(data);
  return (
    <Card title="Identity">
      <Facts>
        {visitor.name !== null && <Fact name="Name">{visitor.name}</Fact>}
        {visitor.email !== null && <Fact name="E-mail">{visitor.email}</Fact>}
        {visitor.unique_id !== null && <Fact name="Your site’s id">{visitor.unique_id}</Fact>}
        {visitor.identities !== null && visitor.identities.length > 0 && (
          <Fact name="Identities">{visitor.identities.join(", ")}</Fact>
        )}
        {isKnown ? (
          <>
            <Fact name="Verification">
              <Verification verified={visitor.identity_verified} />
            </Fact>
            {sources !== null && <Fact name="Source">{sources}</Fact>}
          </>
        ) : (
          <p className="text-ink-soft">
            Not identified. Your site can say who this is when it calls{" "}
            <code className="font-mono text-xs">UserView("init", …)</code>.
          </p>
        )}
        {visitor.integration !== null && (
          <Fact name="Live chat">{chatInWords(visitor.integration)}</Fact>
        )}
        {visitor.integration_ids.length > 0 && (
          <Fact name="Integration ids">
            <span className="break-all font-mono text-xs">
              {visitor.integration_ids.join(", ")}
            </span>
          </Fact>
        )}
        {visitor.tags.length > 0 && (
          <Fact name="Tags">
            <span className="flex flex-wrap gap-1">
              {visitor.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          </Fact>
        )}
        {Object.entries(visitor.metadata).map(([name, value]) => (
          <Fact key={name} name={name}>
            {String(value)}
          </Fact>
        ))}
      </Facts>
      {data !== undefined && data.other_browsers.length > 0 && (
        <OtherBrowsers visitors={data.other_browsers} now={now} />
      )}
    </Card>
  );
}

function Verification({ verified }: { verified: boolean }) {
  return verified ? (
    <Badge tone="ok">Verified</Badge>
  ) : (
    <>
      <Badge>Unverified</Badge>
      <p className="mt-1 text-ink-faint text-xs">
        A page can be made to say anything. To be sure, have your server sign who this is (
        <code className="font-mono">identityToken</code>).
      </p>
    </>
  );
}

/** The same person's other visitors, seen last first. */
function OtherBrowsers({ visitors, now }: { visitors: readonly Visitor[]; now: number }) {
  return (
    <div className="border-line border-t px-4 py-3">
      <h3 className="mb-1 text-ink-faint">The same person’s other browsers</h3>
      <ul>
        {visitors.map((visitor) => (
          <li key={visitor.short_id} className="flex items-center gap-2 py-1">
            <PresenceDot online={visitor.is_online} />
            <Link
              to="/visitors/$shortId"
              params={{ shortId: visitor.short_id }}
              className="min-w-0 truncate text-accent-ink underline-offset-2 hover:underline"
            >
              {browserInWords(visitor)}
            </Link>
            <VerifiedMark visitor={visitor} />
            <span className="ml-auto shrink-0 text-ink-faint text-xs">
              {visitor.is_online ? "Online" : <TimeAgo at={visitor.last_seen_at} now={now} />}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function browserInWords(visitor: Visitor): string {
  const parts = [visitor.browser_name, device(visitor)].filter((part) => part !== null);
  return parts.length === 0 ? visitor.short_id : parts.join(", ");
}
