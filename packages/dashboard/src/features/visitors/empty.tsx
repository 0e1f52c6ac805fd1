import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { SearchX, UsersRound } from "lucide-react";
import { useServices } from "../../app/services.tsx";
import { Blank } from "../../ui/blank.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { installQuery } from "../install/queries.ts";

/** Nobody was ever here: how to change that. */
export function NoVisitorsYet() {
  const { api } = useServices();
  const install = useQuery(installQuery(api)).data;
  return (
    <Blank icon={<UsersRound aria-hidden size={22} />} title="Waiting for your first visitor">
      <p className="mt-1 max-w-prose text-ink-soft">
        Put this snippet into the head of your site. Whoever opens a page shows up here within a
        second, and you can watch and help as soon as they agree.
      </p>
      <div className="mt-5 w-full text-left">
        {install === undefined ? (
          <Skeleton className="h-64 rounded-lg" />
        ) : (
          <CodeBlock label="Install snippet" code={install.snippet.trimEnd()} />
        )}
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-center gap-2">
        {typeof install?.demo_url === "string" && (
          <a
            href={install.demo_url}
            target="_blank"
            rel="noreferrer"
            className={buttonLook("primary")}
          >
            Open the demo shop
          </a>
        )}
        <Link to="/install" className={buttonLook("secondary")}>
          Other ways to install
        </Link>
      </div>
      {typeof install?.demo_url === "string" && (
        <p className="mt-3 text-ink-faint text-xs">
          No site at hand? The demo shop has the snippet in it: open it in another window and come
          back.
        </p>
      )}
    </Blank>
  );
}

/** The search found nobody: what one may search for. */
export function NothingFound({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <Blank icon={<SearchX aria-hidden size={22} />} title={`No visitor matches “${search}”`}>
      <p className="mt-1 text-ink-soft">
        Words match names, e-mails, tags, pages, places and browsers. You can also narrow it down:
      </p>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-left">
        <Token token="online" means="who is there now" />
        <Token token="#premium" means="a tag" />
        <Token token="url:checkout" means="part of the page's address" />
        <Token token="country:FR" means="a country's code" />
        <Token token="browser:safari" means="a browser" />
        <Token token="id:4711" means="exactly this id of your site" />
        <Token token="host:shop.example" means="a site" />
        <Token token="device:mobile" means="a kind of device" />
        <Token token="is:identified" means="who is known; -is:identified: who is not" />
      </dl>
      <Button className="mt-5" onClick={onClear}>
        Show all visitors
      </Button>
    </Blank>
  );
}

function Token({ token, means }: { token: string; means: string }) {
  return (
    <>
      <dt>
        <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-xs">{token}</code>
      </dt>
      <dd className="text-ink-soft">{means}</dd>
    </>
  );
}
