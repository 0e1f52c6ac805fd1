import { ExternalLink } from "lucide-react";
import type { Visitor } from "../../api/client.ts";
import { Card, Fact, Facts } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { DateTime } from "../../ui/time.tsx";
import { PlacesCredit } from "../visitors/credit.tsx";
import { device, place, shortUrl, webUrl } from "../visitors/words.ts";

/** Where the visitor is now, or was last. */
export function PageNow({ visitor }: { visitor: Visitor }) {
  const url = visitor.last_url;
  return (
    <Card title={visitor.is_online ? "Page now" : "Last page"}>
      <Facts>
        {url === null ? (
          <p className="text-ink-soft">No page was reported yet.</p>
        ) : (
          <>
            <Fact name="Site">{shortUrl(url).host}</Fact>
            <Fact name="Page">
              <PageLink url={url} />
            </Fact>
          </>
        )}
      </Facts>
    </Card>
  );
}

function PageLink({ url }: { url: string }) {
  const { path } = shortUrl(url);
  const href = webUrl(url);
  if (href === null) return <span className="break-all">{path}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="break-all text-accent-ink underline-offset-2 hover:underline"
    >
      {path}
      <ExternalLink
        aria-label="(opens in a new tab)"
        size={13}
        className="ml-1 inline align-[-2px]"
      />
    </a>
  );
}

/** Browser, device, network, and the ids that support asks for; `hidden`: without where the visitor is. */
export function Technical({ visitor, hidden }: { visitor: Visitor; hidden: boolean }) {
  return (
    <Card title="Technical">
      <Facts>
        <Fact name="Browser">{visitor.browser_name ?? "Unknown"}</Fact>
        <Fact name="Device">{device(visitor) ?? "Unknown"}</Fact>
        {!hidden && (
          <>
            <Fact name="Place">
              {place(visitor) ?? "Unknown"}
              {place(visitor) !== null && (
                <span className="block text-xs">
                  <PlacesCredit />
                </span>
              )}
            </Fact>
            <Fact name="Address">
              <span className="font-mono text-xs">{visitor.ip_address}</span>
            </Fact>
          </>
        )}
        <Fact name="First seen">
          <DateTime at={visitor.added_at} />
        </Fact>
        <Fact name="Last seen">
          <DateTime at={visitor.last_seen_at} />
        </Fact>
        <Fact name="Visitor id">
          <span className="font-mono text-xs">{visitor.short_id}</span>
        </Fact>
        <Fact name="Watch link">
          <CopyButton text={visitor.watch_link} label="Copy link" />
        </Fact>
        {visitor.js_configuration && (
          <Fact name="Options">The page overrides settings of your team</Fact>
        )}
      </Facts>
    </Card>
  );
}
