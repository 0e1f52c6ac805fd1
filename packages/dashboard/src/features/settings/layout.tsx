import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { TABS } from "./tabs.tsx";

/** The pages of the team's settings, with their own navigation: beside them, in narrow windows above. */
export function SettingsLayout() {
  const { tab } = useParams({ strict: false });
  const navigation = useRef<HTMLElement>(null);
  // In narrow windows the row of pages scrolls, and the one that is open may stand outside of it.
  useEffect(() => {
    const open = tab === undefined ? null : navigation.current?.querySelector(`a[href$="/${tab}"]`);
    open?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl gap-x-8 gap-y-4 px-4 py-6 sm:px-6 md:grid-cols-[11rem_minmax(0,1fr)]">
        <h1 className="font-semibold text-xl tracking-tight md:col-span-2">Settings</h1>
        <nav
          ref={navigation}
          aria-label="Settings"
          className="-mx-1 flex gap-1 overflow-x-auto p-1 md:sticky md:top-2 md:flex-col md:self-start md:overflow-visible"
        >
          {TABS.map(({ path, label }) => (
            <Link
              key={path}
              to="/settings/$tab"
              params={{ tab: path }}
              className="flex h-9 shrink-0 items-center rounded-md px-2.5 font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent-ink"
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 pb-10">
          <Outlet />
        </div>
      </div>
    </div>
  );
}
