/** Who takes part in the journey, and where: a server behind a proxy, a team with settings of its own, the shop with a chat. */
import type { Page } from "@playwright/test";
import { freePort } from "../../fixtures/ports.ts";
import type { Server, ServerOptions } from "../../fixtures/server.ts";
import { becomePhone } from "../phone.ts";
import { LONDONER, writePlaces } from "../places.ts";
import { Rest } from "../rest.ts";
import { ReverseProxy } from "../reverse-proxy.ts";
import { type Site, type SiteOptions, scriptTag } from "../site.ts";
import type { Team } from "./told.ts";

export interface Fixtures {
  startServer: (options?: ServerOptions) => Promise<Server>;
  openSite: (options: SiteOptions) => Promise<Site>;
  newPerson: (options?: { viewport: { width: number; height: number } }) => Promise<Page>;
}

export interface Cast {
  readonly server: Server;
  readonly proxy: ReverseProxy;
  readonly rest: Rest;
  readonly shop: Site;
  readonly carla: Page;
  readonly firstTeam: Team;
  readonly journeyTeam: Team;
}

export const VIEWPORT = { width: 412, height: 780 };

/** What the team says of itself, and wants of its pages, during the journey. */
export const TEAM = {
  name: "Updraft Kites",
  domain: "updraft.example",
  collect_history: true,
  url_scrubbing: { parameters: ["coupon"], paths: [] },
};

/** A live chat as its documentation shows it, and a script that opens a conversation in it. */
const CHAT = `<script>
  (function () {
    var told = { "user:email": "chat@example.com", "session:identifier": "session_8a6f0c" };
    $crisp = {
      get: function (name) { return told[name]; },
      is: function () { return true; },
      push: function (call) { if (call[1] === "chat:initiated") converse = call[2]; },
    };
  })();
</script>`;

/** Start everything; `folder` is for the city database. */
export async function gather(fixtures: Fixtures, folder: string): Promise<Cast> {
  const { startServer, openSite, newPerson } = fixtures;
  const [proxy, port] = [await ReverseProxy.start(), await freePort()];
  writePlaces(`${folder}/city.mmdb`);
  const server = await startServer({
    args: ["--port", String(port)],
    env: {
      USERVIEW_PUBLIC_URL: proxy.origin,
      USERVIEW_TRUSTED_PROXIES: "127.0.0.1",
      USERVIEW_GEOIP_DATABASE: `${folder}/city.mmdb`,
      // What everybody else has is `true`: that it is a setting shows in its other value alone.
      USERVIEW_ON_PREMISE: "false",
    },
  });
  proxy.target = port;
  proxy.client = LONDONER;
  const rest = Rest.of(server);
  const [firstTeam, journeyTeam] = [
    await rest.good<{ team: Team }>("GET", "/v1/team"),
    await rest.good<{ team: Team }>("PATCH", "/v1/team", TEAM),
  ];
  const init = `<script>UserView("init", { maskedElements: [".crumbs"] });</script>`;
  const head = `${CHAT}${scriptTag(server.ready)}${init}`;
  const [shop, carla] = [
    await openSite({ name: "shop", head }),
    await newPerson({ viewport: VIEWPORT }),
  ];
  await becomePhone(carla);
  return {
    server,
    proxy,
    rest,
    shop,
    carla,
    firstTeam: firstTeam.team,
    journeyTeam: journeyTeam.team,
  };
}
