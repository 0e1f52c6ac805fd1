import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { worthRetrying } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { TooltipProvider } from "../../ui/tooltip.tsx";
import { meQuery } from "../sign-in/queries.ts";
import { useRing } from "../waiting/ring.ts";
import { type Access, OWN_BRANDING } from "./access.ts";
import { Blocked } from "./blocked.tsx";
import { Curtain } from "./curtain.tsx";
import { unknown } from "./embedded-state.ts";
import { Embedding } from "./embedding.ts";
import { accessQuery } from "./queries.ts";
import { WatchSession } from "./session.tsx";

/**
 * `/watch/<session>`, for members of the team and for whoever holds a fresh link
 * (`/watch/<session>#<token>`). The token leaves the address as soon as a reload can do without it.
 */
export function WatchPage() {
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={100}>
      <Watch />
    </TooltipProvider>
  );
}

function Watch() {
  const { session } = useParams({ from: "/watch/$session" });
  const { api } = useServices();
  const token = useToken();
  const access = useQuery(accessQuery(api, session, token));
  const embedding = useEmbedding(session, access.data);
  const navigate = useNavigate();
  usePageTitle("Watch");
  const settled = access.data !== undefined && !needsToken(access.data);
  useEffect(() => {
    if (settled && token !== "") {
      void navigate({ to: "/watch/$session", params: { session }, hash: "", replace: true });
    }
  }, [settled, token, session, navigate]);

  if (access.error !== null) throw access.error;
  if (access.data === undefined) return <Preparing />;
  switch (access.data.by) {
    case "sign-in":
      return <MemberSession key={session} session={session} />;
    case "seat":
      return (
        <WatchSession
          key={access.data.seat.seat}
          session={session}
          seat={access.data.seat.seat}
          branding={access.data.seat.branding}
          member={false}
          embedding={embedding}
        />
      );
    case "nothing":
      return (
        <Blocked error={access.data.error} retryUrl={access.data.retryUrl}>
          {isOpen(access.data) && <Button onClick={() => void access.refetch()}>Try again</Button>}
        </Blocked>
      );
  }
}

/** Sends to the sign-in first, if need be (the query's 401 does). */
function MemberSession({ session }: { session: string }) {
  const { api } = useServices();
  const me = useQuery(meQuery(api));
  if (me.data !== undefined) return <ListeningSession session={session} />;
  if (me.error !== null) {
    return (
      <Blocked error={me.error} retryUrl={null}>
        <Button onClick={() => void me.refetch()}>Try again</Button>
      </Blocked>
    );
  }
  return <Preparing />;
}

/** Others may ask for this agent meanwhile. */
function ListeningSession({ session }: { session: string }) {
  useRing();
  return (
    <WatchSession session={session} seat={null} branding={OWN_BRANDING} member embedding={null} />
  );
}

function Preparing() {
  return (
    <main className="relative h-full">
      <Curtain
        plain
        words={{ tone: "busy", label: "Opening", title: "Opening the session…", detail: null }}
      />
    </main>
  );
}

/** The page around this one, if there is one; it hears what became of the link. */
function useEmbedding(session: string, access: Access | undefined): Embedding | null {
  const [embedding, setEmbedding] = useState<Embedding | null>(null);
  useEffect(() => {
    if (window.parent === window) return;
    const opened = new Embedding(window);
    setEmbedding(opened);
    return () => opened.close();
  }, []);
  useEffect(() => {
    if (embedding === null || access === undefined) return;
    if (access.by === "seat") embedding.admit(access.seat.allowedOrigins);
    else if (access.by === "nothing") {
      const { code, message } = access.error;
      embedding.refuse({ ...unknown(session), phase: "refused", error: { code, message } });
    }
  }, [embedding, session, access]);
  return embedding;
}

/** The token has a use yet, so it stays in the address. */
function needsToken(access: Access): boolean {
  return isOpen(access) || (access.by === "seat" && access.needsToken);
}

/** The link may still be good: the server was not reached, or wants to be asked later. */
function isOpen(access: Access): boolean {
  if (access.by !== "nothing") return false;
  return worthRetrying(access.error) || access.error.code === "rate_limited";
}

/** The token that the address has or had last: a second link pasted into the same tab counts. */
function useToken(): string {
  const hash = useLocation({ select: (location) => location.hash });
  const [token, setToken] = useState(hash);
  useEffect(() => {
    if (hash !== "") setToken(hash);
  }, [hash]);
  return token;
}
