import { type ComponentType, lazy } from "react";

/** One page of the settings: `/settings/<path>`. */
export interface Tab {
  readonly path: string;
  readonly label: string;
  readonly Page: ComponentType;
}

/** All pages, in the order in which they are shown. To add one, add its line. */
export const TABS: readonly Tab[] = [
  { path: "general", label: "General", Page: lazy(() => import("./pages/general.tsx")) },
  { path: "members", label: "Members", Page: lazy(() => import("../team/page.tsx")) },
  { path: "sharing", label: "Sharing & consent", Page: lazy(() => import("./pages/sharing.tsx")) },
  { path: "privacy", label: "Privacy", Page: lazy(() => import("./pages/privacy.tsx")) },
  { path: "page", label: "Visitor’s page", Page: lazy(() => import("./pages/visitor-page.tsx")) },
  { path: "live-chats", label: "Live chats", Page: lazy(() => import("./pages/live-chats.tsx")) },
  { path: "retention", label: "Retention", Page: lazy(() => import("./pages/retention.tsx")) },
  { path: "keys", label: "Keys", Page: lazy(() => import("./pages/keys.tsx")) },
  {
    path: "identity",
    label: "Identity secret",
    Page: lazy(() => import("./pages/identity.tsx")),
  },
  { path: "webhooks", label: "Webhooks", Page: lazy(() => import("../webhooks/page.tsx")) },
  { path: "account", label: "Your account", Page: lazy(() => import("../team/account.tsx")) },
];
