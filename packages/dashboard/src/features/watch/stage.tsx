import type { Participant, SessionView } from "@userview/protocol";
import type { DrawTool, FitMode } from "@userview/viewer/port";
import { useEffect, useState } from "react";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useSecondsLeft } from "../sign-in/seconds-left.ts";
import { focusAddress } from "./address-bar.tsx";
import { ConsolePanel } from "./console.tsx";
import { controlState, mayControl } from "./control.tsx";
import { Curtain, Ribbon } from "./curtain.tsx";
import type { Steering } from "./embedding.ts";
import { MirrorFrame } from "./frame.tsx";
import { Messages } from "./messages.tsx";
import type { MirrorState } from "./mirror.ts";
import type { PhaseProps } from "./parts.ts";
import { RefusalToast } from "./refusal-toast.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { type Shortcut, useShortcuts } from "./shortcuts.ts";
import { Toolbar } from "./toolbar.tsx";
import { awaySeconds, type StateInWords, stateInWords } from "./words.ts";

/** The mirror with what surrounds it, from joining to the end. */
export function Stage({
  link,
  mirror,
  branding,
  member,
  embedding,
  view,
  me,
  controlEnabled,
  onControlEnabled,
}: PhaseProps & { view: SessionView; me: Participant }) {
  const { live } = useServices();
  const connection = useStore(live.state);
  const ownMs = useStore(live.roundTrip);
  const shown = useStore(mirror.state);
  const replayOrigin = useStore(mirror.replayOrigin);
  const [tool, setTool] = useState<DrawTool | null>(null);
  const bare = branding.naked === "page_only";
  const [fit, setFit] = useState<FitMode>(bare ? "page_only" : "fit");
  const connected = connection.at === "open";
  usePageTitle(bare ? "Session" : view.visitor.nickname);

  const away = view.state === "paused" || view.waiting_for === "visitor_offline";
  const left = useSecondsLeft(away ? awaySeconds(view) : 0, away ? 1 : 0);
  const words = connected ? stateInWords(view, away ? left : null) : cutOff();

  useEffect(() => mirror.setFit(fit), [mirror, fit]);
  const hand = view.permissions.allow_draw ? tool : null;
  useEffect(() => mirror.setTool(hand), [mirror, hand]);
  const mine = view.control === me.id;
  const may = mayControl(view, me.id);
  // With nothing around the mirror there is no button to ask with: what is done in it asks.
  const acts = controlEnabled && (may || bare);
  useEffect(() => mirror.setControl(acts, mine), [mirror, acts, mine]);
  useEffect(() => mirror.setPeople(view.agents, me.id), [mirror, view.agents, me.id]);

  const takeControl = () => {
    onControlEnabled(true);
    if (!may || (view.control !== null && view.control !== me.id)) link.takeControl();
  };
  /** Not at the first click: whoever asks from around the mirror has no mouse in it. */
  const takeControlNow = () => {
    onControlEnabled(true);
    if (view.control !== me.id) link.takeControl();
  };
  const releaseControl = () => {
    onControlEnabled(!may);
    if (view.control === me.id || !may) link.releaseControl();
  };
  const steering = (command: Parameters<Steering>[0]): void => {
    switch (command.userview) {
      case "fit":
        setFit(command.mode);
        break;
      case "tool":
        setTool(command.tool);
        break;
      case "clearDrawings":
        mirror.clearDrawings();
        break;
      case "message":
        mirror.tellPage(command.message);
        break;
      case "navigate": {
        const url = command.to === "url" ? command.url : null;
        mirror.navigate(view.page, { kind: "navigate", to: command.to, url });
        break;
      }
      case "end":
        link.end();
        break;
      case "takeControl":
        takeControlNow();
        break;
      case "releaseControl":
        releaseControl();
        break;
    }
  };
  useEffect(() => embedding?.steer(steering));
  const [helps, setHelps] = useState(false);
  const [debugs, setDebugs] = useState(false);
  const mayDebug = view.permissions.read_console === true || view.permissions.run_console === true;
  const keys = bare ? [] : keysOf();
  useShortcuts(keys);

  /** What can be done now, and no more. */
  function keysOf(): Shortcut[] {
    const take = (wanted: DrawTool) => () => setTool(tool === wanted ? null : wanted);
    const { allow_draw, allow_agent_redirect } = view.permissions;
    const control = controlState(view, me.id, controlEnabled);
    const releases = control === "mine" || control === "ready" || control === "asking";
    return [
      ...(allow_draw
        ? [
            { keys: ["l"], does: "Laser", run: take("laser") },
            { keys: ["p"], does: "Pen", run: take("pen") },
            { keys: ["h"], does: "Highlight", run: take("highlight") },
            { keys: ["x"], does: "Clear your drawings", run: () => mirror.clearDrawings() },
            {
              keys: ["v", "Escape"],
              does: "Put the drawing tool away",
              run: () => setTool(null),
            },
          ]
        : []),
      ...(control === "forbidden"
        ? []
        : [
            {
              keys: ["c"],
              does: releases ? "Stop controlling the page" : "Control the page",
              run: releases ? releaseControl : takeControl,
            },
          ]),
      ...(allow_agent_redirect
        ? [{ keys: ["a"], does: "Go to another address", run: focusAddress }]
        : []),
      ...(mayDebug
        ? [{ keys: ["k"], does: "Open or close the console", run: () => setDebugs(!debugs) }]
        : []),
      { keys: ["f"], does: "Fit the page into the window", run: () => setFit("fit") },
      { keys: ["1"], does: "Show the page at 100 %", run: () => setFit("actual") },
      { keys: ["?"], does: "Show these shortcuts", run: () => setHelps(true) },
    ];
  }
  const curtain = shown.hangs ? TOO_BUSY : behindCurtain(view, shown) ? words : null;

  return (
    <div className="flex h-full flex-col">
      {!bare && (
        <Toolbar
          view={view}
          me={me}
          words={words}
          ownMs={ownMs}
          connected={connected}
          fit={fit}
          controlEnabled={controlEnabled}
          member={member}
          onFit={setFit}
          onTakeControl={takeControl}
          onReleaseControl={releaseControl}
          onEnd={() => link.end()}
          onGo={(to, url) => mirror.navigate(view.page, { kind: "navigate", to, url })}
          onRefuse={(words) => mirror.say(words)}
          tool={hand}
          onTool={setTool}
          onClear={() => mirror.clearDrawings()}
          onHelp={() => setHelps(true)}
          debugs={mayDebug ? debugs : null}
          onDebug={setDebugs}
        />
      )}
      <ShortcutHelp shortcuts={keys} open={helps} onOpen={setHelps} />
      <main
        className={classNames(
          "relative min-h-0 flex-1 overflow-hidden",
          bare ? "bg-canvas" : "bg-mat",
        )}
      >
        {replayOrigin !== null && !shown.hangs && (
          <MirrorFrame
            mirror={mirror}
            replayOrigin={replayOrigin}
            name={view.visitor.nickname}
            hidden={curtain !== null}
          />
        )}
        {curtain !== null && (
          <Curtain plain={bare} words={withTitle(curtain, shown)}>
            {shown.hangs && (
              <Button className="mt-4" onClick={() => mirror.showAgain()}>
                Show it again
              </Button>
            )}
          </Curtain>
        )}
        {curtain === null && !bare && <Ribbons words={words} notice={view.notice} shown={shown} />}
        {!bare && <Messages link={link} />}
        {!bare && <RefusalToast mirror={mirror} />}
      </main>
      {debugs && mayDebug && !bare && (
        <ConsolePanel
          log={link.console}
          permissions={view.permissions}
          onClose={() => setDebugs(false)}
        />
      )}
    </div>
  );
}

/** The watchdog has taken the page away. */
const TOO_BUSY: StateInWords = {
  tone: "over",
  label: "No picture",
  title: "The page was taken away",
  detail:
    "It kept your browser too busy to answer. The session goes on, and the visitor notices nothing.",
};

/** What the server said last may be over meanwhile. */
function cutOff(): StateInWords {
  const title = "No connection to the server. Trying again…";
  return { tone: "busy", label: "Reconnecting", title, detail: null };
}

/** Whether there is nothing of the page to see. An older picture stays in sight while one waits. */
function behindCurtain(view: SessionView, shown: MirrorState): boolean {
  if (view.state === "requested" || view.state === "authorizing") return true;
  if (view.waiting_for === "consent") return true;
  return shown.page === null;
}

/** Live on the server, but the frame has not shown it yet. */
function withTitle(words: StateInWords, shown: MirrorState): StateInWords {
  if (words.title !== null) return words;
  const detail = shown.status === "lost" ? shown.detail : null;
  return { tone: "busy", label: words.label, title: "Loading the page…", detail };
}

function Ribbons({
  words,
  notice,
  shown,
}: {
  words: StateInWords;
  notice: string | null;
  shown: MirrorState;
}) {
  if (words.title !== null) {
    return (
      <Ribbon busy={words.tone === "busy"}>
        {words.detail === null ? words.title : `${words.title}. ${words.detail}`}
      </Ribbon>
    );
  }
  if (shown.status === "lost" || shown.status === "connecting") {
    return <Ribbon busy>{shown.detail ?? "The picture stands still. Connecting again…"}</Ribbon>;
  }
  return notice === null ? null : <Ribbon>{notice}</Ribbon>;
}
