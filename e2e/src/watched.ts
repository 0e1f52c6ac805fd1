/** A page that is watched: a visitor, an agent beside a toolbar, and the session between them. */
import type { Page } from "@playwright/test";
import type { Server } from "../fixtures/server.ts";
import type { Journey } from "./journey.ts";
import { allow, shortIdOf } from "./people.ts";
import { Rest, sessionOf, type WatchOptions } from "./rest.ts";
import { type Site, snippet } from "./site.ts";

export interface Watched {
  rest: Rest;
  site: Site;
  session: string;
  visitor: Page;
  agent: Page;
  shortId: string;
}

export interface Wanted {
  pages: Readonly<Record<string, string>>;
  /** Which of them is watched. */
  path: string;
  /** For `init`. */
  options?: object;
  link?: WatchOptions;
}

/** The visitor has agreed; what the agent sees by now is for the test to wait for. */
export async function openWatched(
  { server, openSite, newPerson }: Journey & { server: Server },
  { pages, path, options = {}, link = {} }: Wanted,
): Promise<Watched> {
  const rest = Rest.of(server);
  const site = await openSite({ name: "plain", head: snippet(server.ready, options), pages });
  const visitor = await newPerson();
  await visitor.goto(site.url(path));
  const shortId = await shortIdOf(visitor);
  const url = await rest.watchUrl(shortId, { branding: { naked: true }, ...link });
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await agent.goto(url);
  await allow(visitor);
  return { rest, site, session: sessionOf(url), visitor, agent, shortId };
}
