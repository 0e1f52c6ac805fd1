import type { Capture, MaskOptions } from "@userview/capture";
import { captureTo } from "@userview/capture/capture";
import { type FromInset, readToInset } from "@userview/capture/pairing";
import type {
  InputRefusal,
  InputRequest,
  Participant,
  ServerToVisitor,
  SessionAgents,
} from "@userview/protocol";
import { Held } from "../options/held.ts";
import { Hidden } from "../options/hidden.ts";
import type { CompanionHost, Framing, Inset } from "../port.ts";
import { Control } from "../session/control/control.ts";
import { loadDrawings } from "../session/drawings.ts";
import { InsetAsks } from "../session/insets.ts";
import { seenBefore } from "../session/seen.ts";
import { isToolAction, Tools } from "../session/tools.ts";
import { Uploads } from "../session/uploads.ts";
import { PortOutlet } from "./outlet.ts";

/** This page as the page around it shows it: masked by its own rules, and acted in as its own options allow. */
export class PageInset implements Inset {
  readonly #host: CompanionHost;
  readonly #framing: Framing;
  readonly #held: Held;
  readonly #hidden: Hidden;
  readonly #insets: InsetAsks;
  readonly #control: Control;
  readonly #tools: Tools;
  #agents: readonly Participant[] = [];
  #uploads: Uploads;
  #capture: Capture | null = null;
  /** What is hidden and how the page is told, as it was when capture began. */
  #options = "";

  /** @throws Error when the page cannot be captured. */
  constructor(host: CompanionHost, framing: Framing) {
    this.#host = host;
    this.#framing = framing;
    this.#held = new Held(host);
    this.#hidden = new Hidden(this.#held, host.kept);
    this.#insets = new InsetAsks(framing.start.session, (message) => host.send(message));
    this.#uploads = this.#newUploads();
    const nodes = {
      nodeById: (id: number) => this.#capture?.nodeById(id) ?? null,
      isProtected: (node: Node) => this.#capture?.isProtected(node) ?? true,
      isMasked: (node: Node) => this.#capture?.isMasked(node) ?? true,
    };
    const allowed = () => this.#held.allowed;
    this.#control = new Control(nodes, allowed, host.warn);
    this.#tools = new Tools({
      nodes,
      allowed,
      agents: () => this.#agents,
      guest: () => this.#held.texts.guest,
      stage: null,
      // Agents are told of page views of the page around alone: here drawings stay as long as they do there.
      pageview: () => "",
      warn: host.warn,
    });
    framing.port.onmessage = ({ data }) => {
      const said = readToInset(data);
      if (said?.kind === "snapshot") this.#capture?.snapshot();
      else if (said?.kind === "stop") framing.gone();
    };
    this.#begin();
  }

  receive(message: ServerToVisitor): void {
    const { session, inset } = this.#framing.start;
    if (message.type === "inset.opened" && message.session === session)
      this.#insets.opened(message);
    else if (message.type === "session.agents" && message.session === session)
      this.#present(message);
    else if (message.type === "input" && message.session === session && message.inset === inset)
      this.#act(message);
  }

  configured(): void {
    if (this.#capture === null || this.#captured() === this.#options) return;
    this.#capture.stop();
    this.#uploads.stop();
    this.#uploads = this.#newUploads();
    this.#say({ kind: "reset" });
    this.#begin();
  }

  stop(): void {
    this.#capture?.stop();
    this.#capture = null;
    this.#uploads.stop();
    this.#insets.closed();
    this.#control.turn(null);
    this.#tools.close();
    this.#say({ kind: "bye" });
    this.#framing.port.close();
  }

  #begin(): void {
    const { warn, kept } = this.#host;
    this.#options = this.#captured();
    const outlet = new PortOutlet((message) => this.#say(message));
    const options = {
      ...this.#wanted(),
      ...this.#held.telling,
      memory: this.#hidden.memory,
      seen: seenBefore(kept),
      loadDrawings,
      features: [this.#insets.feature],
      onAsset: (asset: Parameters<Uploads["add"]>[0]) => this.#uploads.add(asset),
      fetchSheet: (url: string) => this.#uploads.sheets.fetch(url),
      onWarning: warn,
    };
    this.#capture = captureTo(options, outlet);
  }

  #present({ agents, control }: SessionAgents): void {
    this.#agents = agents;
    this.#control.turn(control);
    this.#tools.update();
  }

  #act({ session, agent, id, action }: InputRequest): void {
    const answer = (reason: InputRefusal | null): void => {
      this.#host.send({ type: "input.result", session, agent, id, ok: reason === null, reason });
    };
    if (isToolAction(action)) void this.#tools.use(agent, action).then(answer);
    else answer(this.#control.act(agent, action));
  }

  #wanted(): MaskOptions {
    return this.#held.masksFor(this.#framing.start.hide_private_details);
  }

  #captured(): string {
    return JSON.stringify([this.#wanted(), this.#held.telling]);
  }

  #newUploads(): Uploads {
    const { session, assets_url, assets_token } = this.#framing.start;
    const proxied = (): readonly string[] => this.#held.settings.proxy_assets;
    return new Uploads(session, assets_url, assets_token, proxied);
  }

  #say(message: FromInset): void {
    this.#framing.port.postMessage(message);
  }
}
