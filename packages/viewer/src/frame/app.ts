/** The frame's parts put together: port, viewing, stage, overlays, input. */
import { Mirror, type Size, type VisualViewport } from "../engine/index.ts";
import { InputLayer } from "../input/layer.ts";
import { Chooser } from "../overlay/chooser.ts";
import { Drawings } from "../overlay/drawings.ts";
import { Lens } from "../overlay/lens.ts";
import { Notices } from "../overlay/notices.ts";
import { Pointers } from "../overlay/pointers.ts";
import {
  BadPortMessage,
  type FromViewer,
  readToViewer,
  type ToViewer,
  type ViewerStatus,
} from "../port.ts";
import type { ShownAgent } from "../port-agents.ts";
import { Stage } from "../stage/stage.ts";
import { Viewing } from "../stream/viewing.ts";
import { Playing } from "./playing.ts";

const MAX_URL = 8192;
const MAX_DETAIL = 500;
const UNZOOMED: VisualViewport = { left: 0, top: 0, scale: 1 };

export class App {
  private readonly stage: Stage;
  private readonly mirror: Mirror;
  private readonly pointers: Pointers;
  private readonly notices: Notices;
  private readonly lens: Lens;
  private readonly drawings: Drawings;
  private readonly chooser: Chooser;
  private readonly layer: InputLayer;
  private readonly viewing: Viewing;
  private readonly playing: Playing;
  private size: Size | null = null;
  private visual = UNZOOMED;
  private url: string | null = null;
  private inputs = 0;
  private told = "";
  private marking = 0;
  private me: ShownAgent = { id: "", name: "", color: 0 };

  constructor(
    root: HTMLElement,
    private readonly port: MessagePort,
  ) {
    this.stage = new Stage(root, (scale) => this.rescale(scale));
    const { overlay } = this.stage;
    this.pointers = new Pointers(overlay);
    this.notices = new Notices(overlay);
    this.lens = new Lens(overlay);
    this.chooser = new Chooser(overlay);
    this.mirror = new Mirror(this.stage.mirror, {
      shown: (size) => this.shown(size),
      moved: (url) => this.moved(url),
      zoomed: (visual) => this.zoomed(visual),
      pointer: (x, y, clicked) => {
        if (this.playing.pointer(x, y)) this.pointers.showVisitor(x, y, clicked);
      },
      picking: (picker) => this.notices.pick(picker, this.stage.scale),
      changed: () => this.markGaps(),
    });
    this.drawings = new Drawings(
      overlay,
      (node, inset) => this.mirror.boxOf(node, inset),
      (node, inset) => this.mirror.shownOf(node, inset),
    );
    this.viewing = new Viewing(this.mirror, {
      status: (status, detail) => this.status(status, detail),
      needTicket: () => this.send({ type: "needTicket" }),
      streaming: (url) => this.streaming(url),
      applied: (header) => this.stage.setPlace(header),
    });
    const { mirror, pointers, notices, drawings } = this;
    this.playing = new Playing(
      { mirror, pointers, notices, drawings },
      {
        send: (message) => this.send(message),
        streaming: (url) => this.moved(url ?? ""),
        dimmed: (dimmed) => this.stage.setDimmed(dimmed && this.mirror.hasPage),
        applied: (header) => this.stage.setPlace(header),
      },
    );
    this.layer = new InputLayer(
      {
        layer: this.stage.layer,
        mirror: this.mirror,
        chooser: this.chooser,
        toPage: (x, y) => this.stage.toPage(x, y),
        scale: () => this.stage.scale,
      },
      {
        pointer: (x, y, visible) => this.pointed(x, y, visible),
        input: (action, inset) => {
          const { place } = this.viewing;
          if (place === null) return null;
          const id = ++this.inputs;
          this.send({ type: "input", id, ...place, action, inset });
          return id;
        },
        drew: (action, inset) => this.drawings.draw(this.me, action, inset),
        escape: () => this.send({ type: "shortcut", key: "Escape" }),
      },
    );
    port.onmessage = ({ data }) => this.receive(data);
    this.send({ type: "ready" });
  }

  private receive(data: unknown): void {
    try {
      this.obey(readToViewer(data));
    } catch (error) {
      if (!(error instanceof BadPortMessage)) throw error;
      console.warn(`a message of the dashboard was dropped: ${error.message}`);
    }
  }

  private obey(message: ToViewer): void {
    switch (message.type) {
      case "open":
        this.viewing.open(message.endpoint, message.ticket);
        break;
      case "fit":
        this.stage.setMode(message.mode);
        this.tellPage();
        break;
      case "control":
        this.layer.setEnabled(message.enabled, message.mine);
        break;
      case "pointer":
        if (message.visible) {
          this.pointers.showAgent(message.agent, message.name, message.color, message.x, message.y);
        } else {
          this.pointers.hideAgent(message.agent);
        }
        break;
      case "pointers":
        this.keepAgents(message.agents.map(({ id }) => id));
        break;
      case "tool":
        this.me = message.agent;
        this.layer.setTool(message.tool);
        break;
      case "draw": {
        const { place } = this.viewing;
        if (place?.page === message.page && place.epoch === message.epoch)
          this.drawings.draw(message.agent, message.action, message.inset);
        break;
      }
      case "undrawn":
        this.undraw();
        break;
      case "clear":
        this.layer.clear();
        break;
      case "refused": {
        const { x, y } = this.layer.placeOf(message.id);
        const { scale } = this.stage;
        this.notices.refuse(message.reason, { x: x * scale, y: y * scale });
        this.undraw();
        break;
      }
      case "ping":
        this.send({ type: "pong", id: message.id });
        break;
      case "close":
        this.playing.close();
        this.viewing.close();
        break;
      default:
        this.playing.obey(message);
    }
  }

  /** What the visitor does not see, its author does not see either. */
  private undraw(): void {
    if (this.layer.draws) this.drawings.clear(this.me.id);
  }

  /** These and this page's own agent. */
  private keepAgents(ids: readonly string[]): void {
    this.pointers.keepAgents(new Set(ids));
    this.drawings.keepAgents(new Set([...ids, this.me.id]));
  }

  private send(message: FromViewer): void {
    this.port.postMessage(message);
  }

  private status(status: ViewerStatus, detail: string | null): void {
    const stale = status === "paused" || status === "lost" || status === "waiting";
    this.stage.setDimmed(stale && this.mirror.hasPage);
    const told = `${status} ${detail}`;
    if (told === this.told) return;
    this.told = told;
    this.send({ type: "status", status, detail: detail?.slice(0, MAX_DETAIL) ?? null });
  }

  private streaming(url: string | null): void {
    this.url = url;
    this.drawings.clear(null);
    if (url !== null) return;
    this.size = null;
    this.zoomed(UNZOOMED);
    this.pointers.hideVisitor();
    this.chooser.close();
    this.notices.pick(null, 1);
    this.notices.markGaps([], 1);
    this.stage.setPage({ width: 0, height: 0 });
  }

  private shown(size: Size): void {
    this.size = size;
    this.stage.setPage(size);
    this.tellPage();
  }

  private zoomed(visual: VisualViewport): void {
    this.visual = visual;
    this.lens.show(visual, this.size ?? { width: 0, height: 0 }, this.stage.scale);
  }

  private moved(url: string): void {
    this.url = url;
    if (this.size !== null) this.tellPage();
  }

  private rescale(scale: number): void {
    this.pointers.setScale(scale);
    this.drawings.setScale(scale);
    this.chooser.close();
    this.notices.pick(null, scale);
    this.markGaps();
    this.zoomed(this.visual);
    this.tellPage();
  }

  private tellPage(): void {
    if (this.size === null) return;
    const url = (this.url ?? "").slice(0, MAX_URL);
    this.send({ type: "page", url, ...this.size, scale: this.stage.scale });
  }

  private pointed(x: number, y: number, visible: boolean): void {
    if (this.viewing.place !== null) this.send({ type: "pointer", x, y, visible });
  }

  /** At most once per frame of the screen: it measures the page. */
  private markGaps(): void {
    if (this.marking !== 0) return;
    this.marking = requestAnimationFrame(() => {
      this.marking = 0;
      this.notices.markGaps(this.mirror.gaps(), this.stage.scale);
    });
  }
}
