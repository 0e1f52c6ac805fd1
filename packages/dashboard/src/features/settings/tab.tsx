import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { usePageTitle } from "../../app/page-title.ts";
import { Notice } from "../../ui/notice.tsx";
import { Loading } from "./loading.tsx";
import { TABS } from "./tabs.tsx";

/** The page of the settings that the address names. */
export function SettingsTab() {
  const { tab } = useParams({ from: "/signed-in/shell/settings/$tab" });
  const found = TABS.find(({ path }) => path === tab);
  usePageTitle(found?.label ?? "Settings");
  if (found === undefined) return <Notice kind="bad">There is no page of settings here.</Notice>;
  return (
    <Suspense fallback={<Loading />}>
      <found.Page />
    </Suspense>
  );
}
