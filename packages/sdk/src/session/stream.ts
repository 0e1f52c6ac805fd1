import { type Capture, type MaskOptions, type Memory, startCapture } from "@userview/capture";
import type { CaptureStart, Resume } from "@userview/protocol";
import type { Held } from "../options/held.ts";
import type { Host } from "../port.ts";
import { loadDrawings } from "./drawings.ts";
import { InsetAsks } from "./insets.ts";
import { Outbox } from "./outbox.ts";
import { seenBefore } from "./seen.ts";
import { Uploads } from "./uploads.ts";

/** After more was to be sent than is kept, capture begins again when this has passed: a line that slow is left alone for a while. */
const PAUSE_MS = 2000;

/** One run of capture: the page, the frames on their way, and the pictures that go beside them. */
export class Stream {
  readonly #host: Host;
  readonly #held: Held;
  readonly #start: CaptureStart;
  readonly #memory: Memory;
  readonly #outbox: Outbox;
  #uploads: Uploads;
  /** What is hidden and how the page is told, as it was when capture began. */
  #options = "";
  #capture: Capture | null = null;
  readonly insets: InsetAsks;
  #connected = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param memory of this page, over all its sessions.
   * @throws Error when the page cannot be captured.
   */
  constructor(host: Host, held: Held, start: CaptureStart, memory: Memory) {
    this.#memory = memory;
    this.#host = host;
    this.#held = held;
    this.#start = start;
    const { session, page, epoch } = start;
    this.insets = new InsetAsks(session, (message) => host.send(message));
    this.#uploads = this.#newUploads();
    this.#outbox = new Outbox(
      { session, page, epoch },
      host.limits.window_bytes,
      (frame) => host.sendFrame(frame),
      () => this.#overflow(),
    );
    this.#begin();
  }

  get run(): Readonly<{ session: string; page: number; epoch: number }> {
    return this.#outbox.run;
  }

  /** The running capture, null while it rests. */
  get capture(): Capture | null {
    return this.#capture;
  }

  snapshot(): void {
    this.#capture?.snapshot();
  }

  acknowledge(epoch: number, sequence: number): void {
    this.#outbox.acknowledge(epoch, sequence);
  }

  /** Where the stream stands for `hello`; null when what was lost cannot be sent again. */
  position(): Resume | null {
    return this.#capture === null ? null : this.#outbox.position();
  }

  closed(): void {
    this.#connected = false;
    this.#outbox.closed();
    this.insets.closed();
  }

  /** The server has everything up to `sequence`; false when what follows is gone. */
  resume(sequence: number): boolean {
    this.#connected = true;
    return this.#outbox.resume(sequence);
  }

  /** Stop, synchronously: from now on not a byte of content leaves (rule S7). */
  stop(): void {
    clearTimeout(this.#timer);
    this.#capture?.stop();
    this.#capture = null;
    this.#outbox.clear();
    this.#uploads.stop();
  }

  /**
   * Settings or options are others. What is to be hidden from now on must not leave any more: all that waits is
   * dropped, and capture begins again with a snapshot (rule P6).
   */
  configured(): void {
    if (this.#capture === null || this.#captured() === this.#options) return;
    this.#capture.stop();
    this.#capture = null;
    this.#uploads.stop();
    this.#uploads = this.#newUploads();
    this.#outbox.takeBack();
    this.#begin();
  }

  #wanted(): MaskOptions {
    return this.#held.masksFor(this.#start.hide_private_details);
  }

  #newUploads(): Uploads {
    const { session, assets_url, assets_token } = this.#start;
    const proxied = (): readonly string[] => this.#held.settings.proxy_assets;
    return new Uploads(session, assets_url, assets_token, proxied);
  }

  #captured(): string {
    return JSON.stringify([this.#wanted(), this.#held.telling]);
  }

  #begin(): void {
    const { warn } = this.#host;
    this.#options = this.#captured();
    this.#capture = startCapture({
      ...this.#wanted(),
      ...this.#held.telling,
      memory: this.#memory,
      seen: seenBefore(this.#host.kept),
      loadDrawings,
      features: [this.insets.feature],
      onFrame: (frame) => this.#outbox.push(frame),
      onAsset: (asset) => this.#uploads.add(asset),
      fetchSheet: (url) => this.#uploads.sheets.fetch(url),
      onWarning: warn,
    });
  }

  /** Without a connection the server begins anew when it is back; with one, this page does. */
  #overflow(): void {
    this.#capture?.stop();
    this.#capture = null;
    if (!this.#connected) {
      this.#outbox.clear();
      return;
    }
    this.#timer = setTimeout(() => {
      if (this.#connected) this.#begin();
    }, PAUSE_MS);
  }
}
