import { type Capture, startCapture } from "@userview/capture";
import type { CaptureStart, Resume } from "@userview/protocol";
import type { Host } from "../port.ts";
import { Outbox } from "./outbox.ts";
import { Uploads } from "./uploads.ts";

/** After more was to be sent than is kept, capture begins again when this has passed: a line that slow is left alone for a while. */
const PAUSE_MS = 2000;

/** One run of capture: the page, the frames on their way, and the pictures that go beside them. */
export class Stream {
  readonly #host: Host;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads;
  #capture: Capture | null = null;
  #connected = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws Error when the page cannot be captured. */
  constructor(host: Host, start: CaptureStart) {
    this.#host = host;
    const { session, page, epoch } = start;
    this.#uploads = new Uploads(session, start.assets_url, start.assets_token);
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

  #begin(): void {
    const { options, settings, warn } = this.#host;
    this.#capture = startCapture({
      maskedElements: [...settings.masked_elements, ...(options.maskedElements ?? [])],
      noRemoteElements: options.noRemoteElements ?? [],
      sheetSource: (sheet) => this.#host.sheetSource(sheet),
      onFrame: (frame) => this.#outbox.push(frame),
      onAsset: (asset) => this.#uploads.add(asset),
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
