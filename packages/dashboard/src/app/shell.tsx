import { Link, Outlet } from "@tanstack/react-router";
import { BellRing, CodeXml, ScreenShare, Settings, UsersRound } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useRing } from "../features/waiting/ring.ts";
import { Mark } from "../ui/logo.tsx";
import { AccountButton } from "./account-button.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { useMe } from "./me.ts";
import { useServices, useStore } from "./services.tsx";

/** Menus bring much code along, which nobody needs before the page is there. */
const AccountMenu = lazy(() => import("./account-menu.tsx"));

/** Navigation around the pages of a signed-in agent: at the side, in narrow windows at the top. */
export function Shell() {
  const me = useMe();
  const { live } = useServices();
  const { online } = useStore(live.desk.store);
  const waiting = useStore(live.queue.store)?.length ?? 0;
  useRing();
  return (
    <div className="flex h-full flex-col sm:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <nav
        aria-label="Main"
        className="flex shrink-0 items-center gap-1 border-line border-b bg-canvas px-3 py-2 sm:w-15 sm:flex-col sm:items-stretch sm:border-r sm:border-b-0 sm:py-3 lg:w-56"
      >
        <div className="flex items-center gap-2.5 px-1 sm:mb-4 sm:justify-center lg:justify-start lg:px-2">
          <Mark size={26} />
          <span className="hidden font-semibold text-base tracking-tight lg:inline">UserView</span>
        </div>
        <NavLink to="/" icon={<UsersRound aria-hidden size={17} />} label="Visitors">
          {online !== null && online > 0 && (
            <span className="ml-auto hidden rounded bg-ok-soft px-1.5 font-medium text-ok-ink text-xs tabular-nums lg:inline">
              {online}
            </span>
          )}
        </NavLink>
        <NavLink to="/waiting" icon={<BellRing aria-hidden size={17} />} label="Waiting">
          {waiting > 0 && (
            <span className="rounded bg-bad px-1.5 font-semibold text-white text-xs tabular-nums sm:-mt-4 sm:-ml-2 lg:mt-0 lg:ml-auto">
              {waiting}
              <span className="sr-only"> waiting</span>
            </span>
          )}
        </NavLink>
        <NavLink to="/sessions" icon={<ScreenShare aria-hidden size={17} />} label="Sessions" />
        <NavLink to="/install" icon={<CodeXml aria-hidden size={17} />} label="Install" />
        <NavLink to="/settings" icon={<Settings aria-hidden size={17} />} label="Settings" />
        <div className="ml-auto sm:mt-auto sm:ml-0">
          <Suspense fallback={<AccountButton me={me} />}>
            <AccountMenu me={me} />
          </Suspense>
        </div>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function NavLink({
  to,
  icon,
  label,
  children,
}: {
  to: "/" | "/waiting" | "/sessions" | "/install" | "/settings";
  icon: ReactNode;
  label: string;
  children?: ReactNode;
}) {
  return (
    <Link
      to={to}
      title={label}
      activeOptions={{ exact: to === "/install", includeSearch: false }}
      className="flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent-ink sm:justify-center lg:justify-start"
    >
      {icon}
      <span className="max-[30rem]:sr-only sm:sr-only lg:not-sr-only">{label}</span>
      {children}
    </Link>
  );
}
