import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import type { Install } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { installQuery } from "./queries.ts";
import { SnippetSeen } from "./seen.tsx";

const TAB =
  "h-9 border-transparent border-b-2 px-1 font-medium text-ink-soft transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink";

/** How a page says who the visitor is. */
const IDENTIFY_EXAMPLE = `UserView("init", {
  uniqueId: "4711",
  identities: ["Ada Lovelace", "ada@example.com"],
  tags: ["#premium"],
});`;

/** How to bring UserView onto a site. */
export function InstallPage() {
  usePageTitle("Install");
  const { api } = useServices();
  const install = useQuery(installQuery(api));
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl gap-8 px-4 py-6 sm:px-6">
        <header>
          <h1 className="font-semibold text-xl tracking-tight">Install UserView</h1>
          <p className="mt-1 text-ink-soft">
            Two minutes: put one of these into the <Code>&lt;head&gt;</Code> of every page of your
            site. Visitors appear in the list at once.
          </p>
        </header>
        {install.data !== undefined ? (
          <Steps install={install.data} />
        ) : install.error !== null ? (
          <Notice kind="bad">{inWords(install.error)}</Notice>
        ) : (
          <Skeleton className="h-72 rounded-lg" />
        )}
      </div>
    </div>
  );
}

function Steps({ install }: { install: Install }) {
  return (
    <>
      <section aria-labelledby="snippet">
        <h2 id="snippet" className="mb-2 font-semibold text-base">
          1. Add the script
        </h2>
        <Tabs.Root defaultValue="snippet">
          <Tabs.List aria-label="Ways to install" className="mb-3 flex gap-5 border-line border-b">
            <Tabs.Trigger value="snippet" className={TAB}>
              Snippet
            </Tabs.Trigger>
            <Tabs.Trigger value="tag" className={TAB}>
              Script tag
            </Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="snippet" className="grid gap-3">
            <p className="text-ink-soft">
              Loads in the background and never holds up your page. Right for most sites.
            </p>
            <CodeBlock label="HTML" code={install.snippet.trimEnd()} />
          </Tabs.Content>
          <Tabs.Content value="tag" className="grid gap-3">
            <p className="text-ink-soft">
              Place it first in the head, before any other script. It then sees everything that your
              page’s own scripts do, so that what you watch is exact in every detail.
            </p>
            <CodeBlock label="HTML" code={`<script src="${install.script_url}"></script>`} />
          </Tabs.Content>
        </Tabs.Root>
      </section>
      <SnippetSeen server={new URL(install.script_url).origin} />
      <section aria-labelledby="identify" className="grid gap-3">
        <h2 id="identify" className="font-semibold text-base">
          2. Say who your visitors are
        </h2>
        <p className="text-ink-soft">
          Optional. Where your site knows the person, pass it on, and the list shows a name instead
          of a code.
        </p>
        <CodeBlock label="JavaScript" code={IDENTIFY_EXAMPLE} />
      </section>
      <GoodToKnow server={new URL(install.script_url).origin} demoUrl={install.demo_url} />
    </>
  );
}

function GoodToKnow({ server, demoUrl }: { server: string; demoUrl: string | null }) {
  return (
    <section aria-labelledby="facts" className="grid gap-3">
      <h2 id="facts" className="font-semibold text-base">
        3. Good to know
      </h2>
      <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft marker:text-ink-faint">
        <li>
          Nothing of a page leaves the visitor’s browser before they agree. Passwords and card
          fields are masked there, always.
        </li>
        <li>
          Strict content security policy? Allow <Code>{server}</Code> in script-src and connect-src,
          and <Code>{server.replace(/^http/, "ws")}</Code> in connect-src.
        </li>
        <li>
          Everything here can be done by your own programs too: the{" "}
          <a
            href="/docs"
            target="_blank"
            rel="noreferrer"
            className="font-medium text-accent-ink underline-offset-2 hover:underline"
          >
            API reference
          </a>{" "}
          has examples in curl, Python and JavaScript.
        </li>
        {server.startsWith("http:") && (
          <li>
            This server is reached over http. Sites on https need it on https too, or browsers will
            not load the script.
          </li>
        )}
      </ul>
      {demoUrl !== null && (
        <p>
          <a
            href={demoUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 font-medium text-accent-ink underline-offset-2 hover:underline"
          >
            See it at work in the demo shop
            <ExternalLink aria-hidden size={14} />
          </a>
        </p>
      )}
    </section>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-xs">{children}</code>;
}
