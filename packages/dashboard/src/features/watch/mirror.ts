import type {
  AgentDrew,
  InputRefusal,
  NavigateAction,
  Participant,
  WatchedPage,
} from "@userview/protocol";
import type { CustomMessage } from "@userview/protocol/custom";
import {
  BadPortMessage,
  type DrawTool,
  type FitMode,
  type FromViewer,
  readFromViewer,
  type ToViewer,
  type ViewerStatus,
} from "@userview/viewer/port";
import type { SessionLink } from "../../api/live/session-link.ts";
import { Store } from "../../api/live/store.ts";
import { Watchdog } from "./watchdog.ts";
import { refusalInWords } from "./words.ts";

/** What the replay frame last said of itself. */
export interface MirrorState {
  status: ViewerStatus;
  detail: string | null;
  /** The page that is shown, in the visitor's CSS pixels; null while there is none. */
  page: { url: string; width: number; height: number; scale: number } | null;
  /** The page kept the frame busy for so long that it was taken away. */
  hangs: boolean;
}

/** An input of ours that was not carried out; `serial` tells two alike apart. */
export interface Refusal {
  serial: number;
  words: string;
}

/** Refusals of the visitor's page, as `InputRefusal` names them, that are about one place in it. */
const AT_ITS_PLACE: ReadonlySet<string> = new Set<InputRefusal>([
  "not_found",
  "covered",
  "protected",
  "masked",
  "stale",
  "failed",
]);

/** Inputs of this page itself are numbered from here on: the frame numbers its own from 1. */
const OWN_INPUTS = 0x80000000;

/** What stands around the mirror. */
export interface Around {
  /** Nothing does: no button, and no place for a notice. */
  readonly bare: boolean;
  /** Keys that are for the dashboard, not for the visitor's page. */
  shortcut(key: string): void;
  /** What was not carried out, whoever says it to the agent. */
  refused(code: string, words: string): void;
  /** The visitor's page says something of its own. */
  heard(message: CustomMessage): void;
}

const BLANK: MirrorState = { status: "connecting", detail: null, page: null, hangs: false };

/**
 * Carries messages between the replay frame's port and this page's part in the session. The frame
 * shows hostile content: nothing but well-formed messages of its direction passes.
 */
export class Mirror {
  readonly state = new Store<MirrorState>(BLANK);
  readonly refusal = new Store<Refusal | null>(null);
  /** Where the replay frame is loaded from; null until the first ticket says so. */
  readonly replayOrigin = new Store<string | null>(null);
  private port: MessagePort | null = null;
  private ready = false;
  /** The frame has no connection of its own and waits for a ticket. */
  private ticketWanted = true;
  private unusedTicket: { endpoint: string; ticket: string } | null = null;
  private fit: FitMode = "fit";
  private control = { enabled: false, mine: false };
  private people: readonly Participant[] = [];
  private me: string | null = null;
  private tool: DrawTool | null = null;
  private serial = 0;
  private inputs = OWN_INPUTS;
  /** The input whose refusal an `error` has explained better than its result will. */
  private explained: number | null = null;
  private readonly unlisten: () => void;
  private readonly watchdog = new Watchdog(
    (id) => this.post({ type: "ping", id }),
    () => this.removeFrame(),
  );

  constructor(
    private readonly link: SessionLink,
    private readonly around: Around,
  ) {
    this.unlisten = link.listen({
      ticket: ({ endpoint, ticket }) => {
        this.unusedTicket = { endpoint, ticket };
        this.replayOrigin.set(originOfEndpoint(endpoint));
        this.openFrame();
      },
      pointer: ({ agent, x, y, visible }) => this.showPointer(agent, x, y, visible),
      drew: (drawing) => this.showDrawing(drawing),
      message: (message) => this.around.heard(message),
      outcome: ({ id, ok, reason }) => {
        if (!ok && id !== this.explained) this.refuse(id, reason ?? "failed");
      },
      error: ({ code, message, ref }) => {
        const id = ref !== null && /^\d+$/.test(ref) ? Number(ref) : null;
        this.explained = id;
        // With nothing around the mirror there is no button: who acts in the page, asks.
        if (code === "control_not_granted" && this.around.bare) this.link.takeControl();
        this.refuse(id, code, message);
      },
    });
  }

  /** The frame was loaded, perhaps again: what it knew is gone, and it gets a new port. */
  attach(port: MessagePort): void {
    this.letGo();
    this.port = port;
    this.state.set(BLANK);
    port.onmessage = (event) => this.read(event.data);
  }

  setFit(mode: FitMode): void {
    this.fit = mode;
    this.post({ type: "fit", mode });
  }

  /** Whether mouse, wheel and keys over the mirror are for the visitor's page, and whether this agent has control now. */
  setControl(enabled: boolean, mine: boolean): void {
    this.control = { enabled, mine };
    this.post({ type: "control", enabled, mine });
  }

  /** Who takes part now, and which of them is this page. */
  setPeople(people: readonly Participant[], me: string): void {
    this.people = people;
    this.me = me;
    this.postPeople();
    this.setTool(this.tool);
  }

  /** What the mouse over the mirror draws with, null: it is for the page. */
  setTool(tool: DrawTool | null): void {
    this.tool = tool;
    const own = this.people.find((one) => one.id === this.me);
    if (own !== undefined) this.post({ type: "tool", tool, agent: shownAgent(own) });
  }

  /** Take away what this agent has drawn. */
  clearDrawings(): void {
    this.post({ type: "clear" });
  }

  /** Lead the visitor from the page that is shown to another one. */
  navigate(page: WatchedPage | null, action: NavigateAction): void {
    const id = this.inputs++;
    if (page === null) this.refuse(id, "not_live");
    else if (!this.link.input({ id, page: page.page, epoch: page.epoch, action, inset: null }))
      this.refuse(id, "offline");
  }

  /** Tell the visitor's page something of the product's own. */
  tellPage(message: CustomMessage): void {
    if (!this.link.tellPage(message)) this.refuse(null, "offline");
  }

  /** Says something to the agent for a few seconds. */
  say(words: string): void {
    this.serial += 1;
    this.refusal.set({ serial: this.serial, words });
  }

  /** Clear the mirror at once: the session has ended or this page goes away. */
  close(): void {
    this.post({ type: "close" });
    this.unlisten();
    this.letGo();
    this.state.set(BLANK);
  }

  /** The frame was taken away because it hung: another one may try. */
  showAgain(): void {
    this.state.set(BLANK);
  }

  private removeFrame(): void {
    this.letGo();
    this.state.set({ ...BLANK, status: "lost", hangs: true });
  }

  private letGo(): void {
    this.watchdog.stop();
    this.port?.close();
    this.port = null;
    this.ready = false;
    this.ticketWanted = true;
  }

  private read(data: unknown): void {
    let message: FromViewer;
    try {
      message = readFromViewer(data);
    } catch (error) {
      if (!(error instanceof BadPortMessage)) throw error;
      console.warn(`UserView: dropped a message of the replay frame: ${error.message}`);
      return;
    }
    this.handle(message);
  }

  private handle(message: FromViewer): void {
    switch (message.type) {
      case "ready":
        this.ready = true;
        this.watchdog.start();
        this.setFit(this.fit);
        this.setControl(this.control.enabled, this.control.mine);
        this.postPeople();
        this.setTool(this.tool);
        this.openFrame();
        break;
      case "needTicket":
        this.ticketWanted = true;
        this.unusedTicket = null;
        this.link.requestTicket();
        break;
      case "status":
        this.state.set({
          ...this.state.get(),
          status: message.status,
          detail: message.detail,
          page: message.status === "ended" ? null : this.state.get().page,
        });
        break;
      case "page":
        this.state.set({ ...this.state.get(), page: pageOf(message) });
        break;
      case "pointer":
        this.link.pointer(message.x, message.y, message.visible);
        break;
      case "input":
        if (!this.link.input(message)) this.refuse(message.id, "offline");
        break;
      case "shortcut":
        this.around.shortcut(message.key);
        break;
      case "pong":
        this.watchdog.hear(message.id);
        break;
    }
  }

  /** Hands the frame its ticket once both are there. A ticket that is too old brings `needTicket`. */
  private openFrame(): void {
    if (!this.ready || !this.ticketWanted) return;
    if (this.unusedTicket === null) {
      this.link.requestTicket();
      return;
    }
    this.post({ type: "open", ...this.unusedTicket });
    this.unusedTicket = null;
    this.ticketWanted = false;
  }

  private showDrawing({ agent, page, epoch, action, inset }: AgentDrew): void {
    const who = this.people.find((one) => one.id === agent);
    if (who !== undefined)
      this.post({ type: "draw", agent: shownAgent(who), page, epoch, action, inset });
  }

  private showPointer(agent: string, x: number, y: number, visible: boolean): void {
    const who = this.people.find((one) => one.id === agent);
    if (who === undefined || agent === this.me) return;
    this.post({ type: "pointer", agent, name: who.name, color: who.color, x, y, visible });
  }

  private postPeople(): void {
    const agents = this.people.filter((one) => one.id !== this.me).map(shownAgent);
    this.post({ type: "pointers", agents });
  }

  /**
   * What the page itself refused is said by the frame, where it was refused; the rest by the watch page.
   * A page with nothing around the mirror leaves all of it to the frame.
   */
  private refuse(id: number | null, code: string, fallback?: string): void {
    const words = refusalInWords(code, fallback);
    this.around.refused(code, words);
    const isFrames = id !== null && id < OWN_INPUTS;
    if (isFrames && (this.around.bare || AT_ITS_PLACE.has(code))) {
      this.post({ type: "refused", id, reason: code });
      return;
    }
    if (isFrames) this.post({ type: "undrawn" });
    this.say(words);
  }

  private post(message: ToViewer): void {
    this.port?.postMessage(message);
  }
}

function shownAgent({ id, name, color }: Participant) {
  return { id, name, color };
}

function pageOf(message: Extract<FromViewer, { type: "page" }>): MirrorState["page"] {
  return {
    url: message.url,
    width: message.width,
    height: message.height,
    scale: message.scale,
  };
}

/** The origin of the replay host, from the address of the viewer's own connection. */
export function originOfEndpoint(endpoint: string): string | null {
  try {
    const url = new URL(endpoint);
    if (url.protocol === "wss:") return `https://${url.host}`;
    if (url.protocol === "ws:") return `http://${url.host}`;
    return null;
  } catch {
    return null;
  }
}
