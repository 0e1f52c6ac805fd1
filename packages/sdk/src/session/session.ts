import type {
  CaptureStart,
  InputRefusal,
  InputRequest,
  Resume,
  SessionAgents,
  SessionEnd,
  SessionRequest,
  SessionStart,
} from "@userview/protocol";
import { Held } from "../options/held.ts";
import { Hidden } from "../options/hidden.ts";
import type { Host, Session, SessionMessage } from "../port.ts";
import { Rating } from "../rating/rating.ts";
import { ConsoleDoor } from "./console.ts";
import { Control } from "./control/control.ts";
import { Messages } from "./messages.ts";
import { Observers } from "./observers.ts";
import { type Shown, show } from "./shown.ts";
import { forgetStopped, isStopped, onStoppedElsewhere, rememberStopped } from "./stopped.ts";
import { Stream } from "./stream.ts";
import { isToolAction, Tools } from "./tools.ts";
import { Prompt } from "./ui/prompt.ts";
import { Stage } from "./ui/stage.ts";
import { forgetUploads } from "./uploads.ts";
import { Withheld } from "./withheld.ts";

/** After a reconnect the server says at once what state there is; nothing for so long means that it is over. */
const SILENCE_MS = 5000;

/** The visitor's side of a session: consent, capture, the agents' input, and what is shown of it. */
export class PageSession implements Session {
  readonly #host: Host;
  readonly #held: Held;
  readonly #hidden: Hidden;
  readonly #withheld: Withheld;
  readonly #messages: Messages;
  #stage: Stage | null = null;
  #prompt: Prompt | null = null;
  #interface: Shown | null = null;
  #stream: Stream | null = null;
  #control: Control | null = null;
  #tools: Tools | null = null;
  /** The visitor is asked how the last session was. */
  #rating: Rating | null = null;
  #console: ConsoleDoor | null = null;
  /** The session that is asked for or live. */
  #id: string | null = null;
  #live = false;
  /** The visitor's answer, kept in case it was lost on the way. */
  #answer: { allow: boolean; record: boolean | null } | null = null;
  readonly #observers: Observers;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#held = new Held(host);
    this.#hidden = new Hidden(this.#held, host.kept);
    this.#hidden.guard(host.presence);
    this.#withheld = new Withheld((message) => void host.send(message));
    void this.#held.worded();
    this.#observers = new Observers((event, ...details) => host.emit(event, ...details));
    this.#messages = new Messages(host, () => this.#observers.agents);
    onStoppedElsewhere((session) => {
      if (session === this.#id) this.#ended(session, "visitor_stopped");
    });
  }

  get busy(): boolean {
    return this.#id !== null;
  }

  receive(message: SessionMessage): void {
    if (message.type === "ack") {
      this.#stream?.acknowledge(message.epoch, message.sequence);
      return;
    }
    clearTimeout(this.#silence);
    if (isStopped(message.session)) {
      this.#insist(message);
      return;
    }
    if (message.type === "session.request") this.#requested(message);
    else if (message.type === "session.start") this.#started(message);
    else if (message.session === this.#id) this.#within(message);
  }

  configured(): void {
    this.#stream?.configured();
    this.#console?.configured();
    this.#interface?.bar.offerStop(this.#held.settings.show_terminate_button);
    if (this.#live && this.#id !== null) this.#withheld.tell(this.#id, this.#held.options);
    this.#held.whenWorded(() => this.#reword());
  }

  opened(): void {
    this.#rating?.opened();
    clearTimeout(this.#silence);
    if (this.#id !== null) this.#silence = setTimeout(() => this.#forget(), SILENCE_MS);
  }

  closed(): void {
    clearTimeout(this.#silence);
    this.#stream?.closed();
  }

  resume(): Resume | null {
    return this.#stream?.position() ?? null;
  }

  stop(): void {
    const session = this.#id;
    if (session === null) return;
    this.#stopStream();
    rememberStopped(session);
    this.#host.send({ type: "session.stop", session });
    this.#ended(session, "visitor_stopped");
  }

  abandon(): void {
    this.#rating?.close();
    if (this.#id !== null) this.#ended(this.#id, "visitor_gone");
  }

  leave(): void {
    this.#forget();
  }

  #within(
    message: Exclude<SessionMessage, { type: "ack" | "session.request" | "session.start" }>,
  ): void {
    switch (message.type) {
      case "session.agents":
        this.#present(message);
        return;
      case "session.end":
        this.#ended(message.session, message.reason);
        return;
      case "capture.start":
        this.#capture(message);
        return;
      case "capture.resume":
        if (!this.#resume(message.epoch, message.sequence)) this.#stopStream();
        return;
      case "capture.snapshot":
        this.#stream?.snapshot();
        return;
      case "capture.stop":
        this.#stopStream();
        return;
      case "inset.opened":
        this.#stream?.insets.opened(message);
        return;
      case "pointer":
        this.#interface?.pointers.move(message.agent, message.x, message.y, message.visible);
        return;
      case "input":
        this.#input(message);
        return;
      case "console.watch":
      case "console.run":
        void this.#console?.receive(message);
        return;
      case "session.message":
        if (this.#live) this.#messages.heard(message);
        return;
    }
  }

  /** Ask the visitor, once; a repeated question after a reconnect gets the answer that was given. */
  #requested({ session, agent_name: agentName, recording }: SessionRequest): void {
    if (session === this.#id) {
      if (this.#answer !== null)
        this.#host.send({ type: "session.answer", session, ...this.#answer });
      return;
    }
    this.#forget();
    this.#begin(session);
    this.#host.emit("sessionRequest", agentName);
    const answer = (allow: boolean, record: boolean | null): void => {
      if (session !== this.#id || this.#answer !== null) return;
      this.#answer = { allow, record };
      this.#closePrompt();
      this.#host.send({ type: "session.answer", session, allow, record });
    };
    const { onSessionRequest } = this.#held.options;
    if (onSessionRequest !== undefined) {
      this.#host.guarded(() =>
        onSessionRequest((allow) => answer(allow === true, null), agentName),
      );
      return;
    }
    const show = (): void => {
      if (session !== this.#id || this.#live || this.#answer !== null) return;
      this.#prompt = new Prompt(this.#onStage(), {
        agentName,
        texts: this.#held.texts,
        title: this.#held.settings.authorization_prompt_title,
        message: this.#held.settings.authorization_prompt_message,
        recording: recording ?? "off",
        answer,
      });
    };
    if (this.#held.isWorded) show();
    else void this.#held.worded().then(show);
  }

  #begin(session: string): void {
    this.#rating?.close();
    this.#id = session;
    this.#host.kept.busy = true;
  }

  #started(message: SessionStart): void {
    const known = this.#live && message.session === this.#id;
    if (message.session !== this.#id) this.#forget();
    this.#closePrompt();
    this.#begin(message.session);
    this.#live = true;
    this.#messages.open(message.session);
    if (this.#interface === null) this.#interface = this.#show();
    this.#held.whenWorded(() => this.#reword());
    if (this.#held.options.requireControlRequest === true)
      this.#host.send({ type: "control.required", session: message.session });
    this.#withheld.begin();
    this.#withheld.tell(message.session, this.#held.options);
    if (!known) this.#host.emit(message.continued ? "sessionContinue" : "sessionStart");
    this.#present(message);
  }

  #reword(): void {
    this.#stage?.speak(this.#held.wording);
    this.#interface?.bar.reword(this.#held.wording);
  }

  #show(): Shown {
    const answer = (agent: string, allow: boolean): void => {
      const session = this.#id;
      if (session !== null) this.#host.send({ type: "control.answer", session, agent, allow });
    };
    const record = (allow: boolean): void => {
      const session = this.#id;
      if (session !== null) this.#host.send({ type: "recording.answer", session, allow });
    };
    const doing = { stop: () => this.stop(), answer, record };
    const masks = () => this.#hidden.masks;
    return show(this.#onStage(), this.#held, masks, doing, this.#host.warn);
  }

  /** Who watches and who has control; the page's handlers hear of what changed. */
  #present({ agents, control, asking, recording }: Omit<SessionAgents, "type" | "session">): void {
    this.#interface?.bar.update(agents, control);
    this.#interface?.ask.update(agents, asking ?? []);
    this.#interface?.bar.record(recording === "on");
    this.#interface?.askToRecord.update(recording === "asking");
    this.#interface?.pointers.update(agents);
    this.#observers.update(agents, control, () => this.#control?.turn(control));
    this.#tools?.update();
  }

  /** The visitor stopped this session, in whichever tab, and the server may not have heard of it. */
  #insist(message: Exclude<SessionMessage, { type: "ack" }>): void {
    const { session } = message;
    if (message.type === "session.end") forgetStopped();
    else if (message.type === "session.start" || message.type === "session.request") {
      this.#host.send({ type: "session.stop", session });
    }
    if (session === this.#id) this.#ended(session, "visitor_stopped");
  }

  #ended(session: string, reason: SessionEnd["reason"]): void {
    const bar = this.#interface?.bar;
    const stage = this.#stage;
    const asks = this.#live && this.#held.settings.enable_session_rating;
    this.#stopContent();
    this.#closePrompt();
    this.#present({ agents: [], control: null });
    this.#interface?.pointers.close();
    void this.#interface?.tint.set(false);
    this.#interface = null;
    this.#stage = null;
    this.#reset();
    forgetUploads(session);
    if (bar === undefined) stage?.remove();
    else {
      const { hasFocus } = bar;
      bar.end(this.#held.settings.end_of_screenshare_message, () => stage?.remove());
      const rates = asks && reason !== "erased" && reason !== "visitor_gone";
      this.#rating = rates ? Rating.after(session, this.#host, this.#held) : null;
      void this.#rating?.open(hasFocus, () => stage?.remove());
    }
    this.#host.emit("sessionEnd", reason);
  }

  #capture(start: CaptureStart): void {
    this.#stopStream();
    if (!this.#live) return;
    try {
      this.#stream = new Stream(this.#host, this.#held, start, this.#hidden.memory);
      const nodes = {
        nodeById: (id: number) => this.#stream?.capture?.nodeById(id) ?? null,
        isProtected: (node: Node) => this.#stream?.capture?.isProtected(node) ?? true,
        isMasked: (node: Node) => this.#stream?.capture?.isMasked(node) ?? true,
      };
      const allowed = () => this.#held.allowed;
      const { warn } = this.#host;
      this.#console = new ConsoleDoor(start.session, {
        send: (message) => this.#host.send(message),
        masks: () => this.#hidden.masks,
        allowed,
        ran: (agent, code) => this.#interface?.bar.tellRan(agent, code),
        warn,
      });
      this.#control = new Control(nodes, allowed, warn);
      this.#tools = new Tools({
        nodes,
        allowed,
        agents: () => this.#observers.agents,
        guest: () => this.#held.texts.guest,
        stage: () => this.#onStage(),
        pageview: () => this.#host.presence.info().pageview,
        warn,
      });
    } catch (error) {
      const message = `the page could not be captured: ${String(error)}`.slice(0, 500);
      this.#host.warn(message);
      this.#host.send({ type: "capture.failed", session: start.session, message });
    }
  }

  #resume(epoch: number, sequence: number): boolean {
    return this.#stream?.run.epoch === epoch && this.#stream.resume(sequence);
  }

  #input({ session, agent, id, page, epoch, action }: InputRequest): void {
    const answer = (reason: InputRefusal | null): void => {
      this.#host.send({ type: "input.result", session, agent, id, ok: reason === null, reason });
    };
    const run = this.#stream?.run;
    const control = this.#control;
    if (run?.page !== page || run.epoch !== epoch || control === null) answer("stale");
    else if (isToolAction(action)) void this.#tools?.use(agent, action).then(answer);
    else answer(control.act(agent, action));
  }

  #stopStream(): void {
    this.#stream?.stop();
    this.#stream = null;
    this.#control?.turn(null);
    this.#control = null;
    this.#tools?.close();
    this.#tools = null;
    this.#console?.close();
    this.#console = null;
  }

  /** Nothing of the page leaves any more; what is shown waits for the server's word. */
  #stopContent(): void {
    this.#stopStream();
    this.#messages.close();
    this.#live = false;
  }

  /** As if there had never been a session. */
  #forget(): void {
    this.#stopContent();
    this.#closePrompt();
    void this.#interface?.tint.set(false);
    this.#stage?.remove();
    this.#stage = null;
    this.#interface = null;
    this.#reset();
  }

  #reset(): void {
    clearTimeout(this.#silence);
    this.#id = null;
    this.#host.kept.busy = false;
    this.#answer = null;
    this.#observers.reset();
  }

  #closePrompt(): void {
    this.#prompt?.close();
    this.#prompt = null;
    if (this.#interface === null && this.#stage !== null) {
      this.#stage.remove();
      this.#stage = null;
    }
  }

  #onStage(): Stage {
    this.#stage ??= new Stage(this.#held.wording);
    return this.#stage;
  }
}
