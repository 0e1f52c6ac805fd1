import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "../api/errors.ts";
import { readFilters } from "../features/sessions/address.ts";
import { SignInPage } from "../features/sign-in/page.tsx";
import { meQuery } from "../features/sign-in/queries.ts";
import { readFilters as readVisitorFilters } from "../features/visitors/address.ts";
import { NotFound, Opening, PageError } from "./fallbacks.tsx";
import type { Services } from "./services.tsx";
import { Shell } from "./shell.tsx";

export interface RouterContext extends Services {
  queryClient: QueryClient;
}

/** A parameter of the address as text: the router reads `?search=4711` as a number. */
function text(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = text(search["next"]);
    return next === undefined ? {} : { next };
  },
});

/** Whoever holds the link of an invitation has no account yet. */
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(() => import("../features/join/page.tsx"), "JoinPage"),
});

/** Pages of members of the team: who is signed in is known before they show. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery(context.api));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
    }
    context.live.start();
  },
  pendingComponent: Opening,
});

const shell = createRoute({ getParentRoute: () => signedIn, id: "shell", component: Shell });

const visitors = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("../features/visitors/page.tsx"), "VisitorsPage"),
  validateSearch: readVisitorFilters,
});

const visitor = createRoute({
  getParentRoute: () => shell,
  path: "/visitors/$shortId",
  component: lazyRouteComponent(() => import("../features/visitor/page.tsx"), "VisitorPage"),
});

const sessions = createRoute({
  getParentRoute: () => shell,
  path: "/sessions",
  component: lazyRouteComponent(() => import("../features/sessions/page.tsx"), "SessionsPage"),
  validateSearch: readFilters,
});

const session = createRoute({
  getParentRoute: () => shell,
  path: "/sessions/$session",
  component: lazyRouteComponent(() => import("../features/session/page.tsx"), "SessionPage"),
});

const install = createRoute({
  getParentRoute: () => shell,
  path: "/install",
  component: lazyRouteComponent(() => import("../features/install/page.tsx"), "InstallPage"),
});

const waiting = createRoute({
  getParentRoute: () => shell,
  path: "/waiting",
  component: lazyRouteComponent(() => import("../features/waiting/page.tsx"), "WaitingPage"),
});

const integration = createRoute({
  getParentRoute: () => shell,
  path: "/integrations/$chat/$id",
  component: lazyRouteComponent(() => import("../features/live-chats/page.tsx"), "IntegrationPage"),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyRouteComponent(() => import("../features/settings/layout.tsx"), "SettingsLayout"),
});

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/$tab", params: { tab: "general" }, replace: true });
  },
});

const settingsTab = createRoute({
  getParentRoute: () => settings,
  path: "/$tab",
  component: lazyRouteComponent(() => import("../features/settings/tab.tsx"), "SettingsTab"),
  validateSearch: (given: Record<string, unknown>): { webhook?: string; delivery?: string } => {
    const webhook = text(given["webhook"]);
    const delivery = text(given["delivery"]);
    return {
      ...(webhook === undefined ? {} : { webhook }),
      ...(delivery === undefined ? {} : { delivery }),
    };
  },
});

const start = createRoute({
  getParentRoute: () => signedIn,
  path: "/visitors/$shortId/watch",
  component: lazyRouteComponent(() => import("../features/watch/start-page.tsx"), "StartPage"),
  // The live chat in whose data the link stood.
  validateSearch: (given: Record<string, unknown>): { from?: string } => {
    const from = text(given["from"]);
    return from === undefined ? {} : { from };
  },
});

/** Not below `signedIn`: whoever holds a link needs no account. */
const watch = createRoute({
  getParentRoute: () => root,
  path: "/watch/$session",
  component: lazyRouteComponent(() => import("../features/watch/page.tsx"), "WatchPage"),
});

/** Not below `signedIn` either: a link may share it. */
const recording = createRoute({
  getParentRoute: () => root,
  path: "/recordings/$session",
  component: lazyRouteComponent(() => import("../features/recording/page.tsx"), "RecordingPage"),
  validateSearch: (given: Record<string, unknown>): { t?: string | number } => {
    const t = given["t"];
    return typeof t === "number" || typeof t === "string" ? { t } : {};
  },
});

const routeTree = root.addChildren([
  signIn,
  join,
  signedIn.addChildren([
    shell.addChildren([
      visitors,
      visitor,
      sessions,
      session,
      waiting,
      install,
      integration,
      settings.addChildren([settingsStart, settingsTab]),
    ]),
    start,
  ]),
  watch,
  recording,
]);

export function makeRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: "intent",
    defaultPendingMs: 400,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
