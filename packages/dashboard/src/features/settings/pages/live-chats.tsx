import { useQuery } from "@tanstack/react-query";
import { ChevronRight, MessageCircleQuestion } from "lucide-react";
import { inWords } from "../../../api/errors.ts";
import type { FoundLiveChat } from "../../../api/live-chats.ts";
import { useServices } from "../../../app/services.tsx";
import { Badge } from "../../../ui/badge.tsx";
import { Card } from "../../../ui/card.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { TimeAgo, useNow } from "../../../ui/time.tsx";
import { liveChatsQuery } from "../../live-chats/queries.ts";
import { CHAT_STEPS, chatInWords } from "../../live-chats/steps.ts";
import { Controls } from "../controls.tsx";
import { Section } from "../form.tsx";
import { Loading } from "../loading.tsx";
import { Page } from "../page.tsx";

/** Which live chats are on the team's pages, and how their agents begin a session from within. */
export default function LiveChatsPage() {
  const { api } = useServices();
  const found = useQuery(liveChatsQuery(api));
  const others = Object.keys(CHAT_STEPS).filter(
    (name) => !found.data?.some((chat) => chat.integration === name),
  );
  return (
    <Page>
      <Card title="On your pages">
        {found.data === undefined ? (
          found.error === null ? (
            <Loading />
          ) : (
            <div className="p-4">
              <Notice kind="bad">{inWords(found.error)}</Notice>
            </div>
          )
        ) : found.data.length === 0 ? (
          <NoneYet />
        ) : (
          <Found chats={found.data} />
        )}
      </Card>
      <Section
        title="What visitors’ pages do"
        about="The chat’s agents open the link, sign in here, and the visitor is asked as always. No message is sent, and the chat stays as it is."
      >
        <Controls names={["integrate_with_livechat", "link_in_livechat", "zendesk_link_field"]} />
      </Section>
      <Card title="Links by the chat’s own id">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 py-4">
          <p className="text-ink-soft">
            Where a tool beside your chat makes links of its own, put the chat and its id of the
            visitor into this one. It leads to the visitor, after a sign-in; which ids are known of
            somebody stands on the visitor’s page.
          </p>
          <CodeBlock label="Link" code={`${window.location.origin}/integrations/<chat>/<id>`} />
          <p className="text-ink-faint text-xs">
            Of chats that tell pages no id, your page can name one:{" "}
            <code className="font-mono">
              {'UserView("updateConnection", { integrationIds: ["zendesk:4711"] })'}
            </code>
          </p>
        </div>
      </Card>
      <Card title={found.data?.length ? "Other chats that are known" : "Chats that are known"}>
        <ul className="divide-y divide-line">
          {others.map((name) => (
            <li key={name} className="px-4">
              <Steps
                chat={name}
                summary={<span className="font-medium">{chatInWords(name)}</span>}
              />
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}

function NoneYet() {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-10 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent-ink">
        <MessageCircleQuestion aria-hidden size={22} />
      </span>
      <h3 className="mt-1 font-semibold">No live chat was seen yet</h3>
      <p className="max-w-prose text-ink-soft">
        Chats are found by themselves: open a page of your site that has both the chat and the
        UserView snippet, and come back half a minute later.
      </p>
    </div>
  );
}

function Found({ chats }: { chats: readonly FoundLiveChat[] }) {
  const now = useNow(30_000);
  return (
    <ul className="divide-y divide-line">
      {chats.map((chat) => (
        <li key={chat.integration} className="px-4">
          <Steps
            chat={chat.integration}
            summary={
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{chatInWords(chat.integration)}</span>
                <span className="block truncate font-normal text-ink-soft text-xs">
                  {chat.host !== "" && `${chat.host} · `}seen{" "}
                  <TimeAgo at={chat.last_seen_at} now={now} />
                  {chat.first_seen_at !== chat.last_seen_at && (
                    <>
                      , first <TimeAgo at={chat.first_seen_at} now={now} />
                    </>
                  )}
                </span>
              </span>
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** A chat, and folded below it what a person does so that its agents see the link. */
function Steps({ chat, summary }: { chat: string; summary: React.ReactNode }) {
  const known = CHAT_STEPS[chat];
  if (known === undefined) return <div className="flex min-h-12 items-center py-2">{summary}</div>;
  return (
    <details className="group">
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 rounded py-2 hover:text-ink">
        <ChevronRight
          aria-hidden
          size={15}
          className="shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
        {summary}
        <span className="ml-auto shrink-0">
          <Badge tone={known.byItself ? "ok" : "neutral"}>
            {known.byItself ? "Link by itself" : "Link by hand"}
          </Badge>
        </span>
      </summary>
      <ol className="grid list-decimal gap-1.5 pb-4 pl-10 text-ink-soft marker:text-ink-faint">
        {known.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  );
}
