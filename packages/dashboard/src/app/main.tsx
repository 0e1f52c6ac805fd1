import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { createApi } from "../api/client.ts";
import { ApiError, worthRetrying } from "../api/errors.ts";
import { LiveConnection } from "../api/live/connection.ts";
import { meQuery } from "../features/sign-in/queries.ts";
import { makeRouter } from "./router.tsx";
import { ServicesProvider } from "./services.tsx";
import "./styles.css";

const MAX_RETRIES = 3;

/** Puts the parts together: the only place that makes them. */
function start(place: HTMLElement): void {
  const api = createApi();
  const live = new LiveConnection({
    url: `${window.location.origin.replace(/^http/, "ws")}/ws/agent`,
    onSignedOut: () => void queryClient.invalidateQueries({ queryKey: meQuery(api).queryKey }),
  });
  const onError = (error: Error) => {
    if (!(error instanceof ApiError) || error.status !== 401) return;
    // A wrong password is no lost sign-in: whoever asked for it says so.
    if (error.code !== "wrong_credentials") toSignIn();
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (count, error) => count < MAX_RETRIES && worthRetrying(error),
        refetchOnWindowFocus: false,
      },
    },
  });
  const router = makeRouter({ api, live, queryClient });
  const toSignIn = () => {
    const { pathname, href } = router.latestLocation;
    if (pathname === "/sign-in") return;
    live.stop();
    queryClient.removeQueries({ queryKey: meQuery(api).queryKey });
    void router.navigate({ to: "/sign-in", search: { next: href } });
  };
  window.addEventListener("online", () => live.retryNow());
  createRoot(place).render(
    <QueryClientProvider client={queryClient}>
      <ServicesProvider value={{ api, live }}>
        <RouterProvider router={router} />
      </ServicesProvider>
    </QueryClientProvider>,
  );
}

const place = document.getElementById("root");
if (place === null) throw new Error("expected an element with the id root in index.html");
start(place);
