import { useEffect, useState } from "react";
import { useServices, useStore } from "../../app/services.tsx";
import { Blocked } from "./blocked.tsx";
import { Curtain } from "./curtain.tsx";
import { embeddedState } from "./embedded-state.ts";
import { Mirror } from "./mirror.ts";
import type { Part, PhaseProps, WatchSessionProps } from "./parts.ts";
import { Stage } from "./stage.tsx";
import { Summary } from "./summary.tsx";

/** Takes part in the session as long as it is shown. */
export function WatchSession(props: WatchSessionProps) {
  const { live } = useServices();
  const [part, setPart] = useState<Part | null>(null);
  const [controlEnabled, setControlEnabled] = useState(true);
  const { session, seat, embedding } = props;
  const bare = props.branding.naked === "page_only";
  useEffect(() => {
    const { link, leave } = live.joinSession(session, seat);
    const mirror = new Mirror(link, {
      bare,
      shortcut: (key) => {
        // With nothing around the mirror there is no way to take control again.
        if (key === "Escape" && !bare) setControlEnabled(false);
      },
      refused: (code, words) => embedding?.tellRefused(code, words),
      heard: (message) => embedding?.tellMessage(message),
    });
    setPart({ link, mirror });
    return () => {
      mirror.close();
      leave();
    };
  }, [live, session, seat, bare, embedding]);
  if (part === null) return null;
  return (
    <Phase
      {...props}
      {...part}
      controlEnabled={controlEnabled}
      onControlEnabled={setControlEnabled}
    />
  );
}

function Phase(props: PhaseProps) {
  const snapshot = useStore(props.link.store);
  const plain = props.branding.naked === "page_only";
  const { mirror, embedding, session } = props;
  const { live } = useServices();
  const connection = useStore(live.state);
  const shown = useStore(mirror.state);
  const connected = connection.at === "open";
  useEffect(() => {
    embedding?.show(embeddedState(session, snapshot, shown, connected));
  }, [embedding, session, snapshot, shown, connected]);
  const ended = snapshot.phase === "joined" && snapshot.view.state === "ended";
  useEffect(() => {
    if (ended || snapshot.phase === "refused") mirror.close();
  }, [ended, snapshot.phase, mirror]);

  switch (snapshot.phase) {
    case "joining":
      return (
        <main className="relative h-full">
          <Curtain
            plain={plain}
            words={{ tone: "busy", label: "Joining", title: "Joining the session…", detail: null }}
          />
        </main>
      );
    case "refused":
      return props.member && snapshot.code === "session_ended" ? (
        <Summary {...props} view={null} seconds={null} />
      ) : (
        <Blocked
          error={snapshot}
          retryUrl={props.branding.retryUrl}
          member={props.member}
          plain={plain}
        />
      );
    case "joined":
      return ended ? (
        <Summary {...props} view={snapshot.view} seconds={snapshot.liveSeconds} />
      ) : (
        <Stage {...props} view={snapshot.view} me={snapshot.me} />
      );
  }
}
