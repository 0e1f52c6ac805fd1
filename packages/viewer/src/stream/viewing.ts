/** What is shown and how that stands: connection, stream and mirror together. */
import {
  CloseCode,
  type FrameHeader,
  FrameType,
  type ViewerResume,
  type ViewerWelcome,
} from "@userview/protocol";
import { FORMAT } from "@userview/protocol/content";
import { CannotShow, Diverged, type Mirror } from "../engine/index.ts";
import type { ViewerStatus } from "../port.ts";
import { Connection, type StreamMessage } from "./connection.ts";
import { Receiver } from "./receiver.ts";

/** At most one `stream.restart` in this time (rule R6). */
const RESTART_EVERY_MS = 2000;
/** So many fresh starts in a row that could not be shown are enough. */
const MAX_FAILED_STARTS = 3;
/** A mirror that is found not to be the page is repaired at once, and each time again only after so much longer. */
const REPAIR_AFTER_MS = 2000;
const REPAIR_SLOWER = 5;
const REPAIR_AT_MOST_MS = 5 * 60_000;
/** What is shown without a connection is cleared after this. */
const KEEP_LOST_MS = 5 * 60_000;

const TRYING_AGAIN = "The connection was lost; trying again";

export interface ViewingListener {
  status(status: ViewerStatus, detail: string | null): void;
  needTicket(): void;
  /** The page of the stream; null when nothing is shown. */
  streaming(url: string | null): void;
  /** A message was carried out. */
  applied(header: FrameHeader): void;
}

/** Where input of an agent belongs (rule C5). */
export interface StreamPlace {
  page: number;
  epoch: number;
}

export class Viewing {
  private readonly receiver: Receiver;
  private readonly connection: Connection;
  private started: StreamPlace | null = null;
  private paused = false;
  private failedStarts = 0;
  private restartAt = 0;
  private repairs = { next: 0, wait: REPAIR_AFTER_MS };
  private restartTimer: ReturnType<typeof setTimeout> | undefined;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly mirror: Mirror,
    private readonly listener: ViewingListener,
  ) {
    this.receiver = new Receiver({
      message: (text, header) => this.message(text, header),
      broken: (cause) => this.broken(cause),
    });
    this.connection = new Connection({
      resumeAt: () => this.resumeAt(),
      welcome: (message) => this.welcome(message),
      control: (message) => this.control(message),
      frame: (data) => this.receiver.frame(data),
      lost: () => this.lost(),
      needTicket: () => this.listener.needTicket(),
      closed: (code, reason) => this.closed(code, reason),
    });
  }

  /** The page and epoch in view; null when there is none to act in. */
  get place(): StreamPlace | null {
    return this.mirror.hasPage ? this.started : null;
  }

  open(endpoint: string, ticket: string): void {
    if (!this.mirror.hasPage) this.listener.status("connecting", null);
    this.connection.open(endpoint, ticket);
  }

  /** Clears what is shown, at once, and disconnects. */
  close(): void {
    this.connection.close();
    this.clear();
    this.listener.status("ended", null);
  }

  private resumeAt(): ViewerResume | null {
    const last = this.mirror.hasPage ? this.receiver.resume() : null;
    if (last === null) this.receiver.stop();
    return last === null ? null : { epoch: last.epoch, sequence: last.sequence };
  }

  private welcome(message: ViewerWelcome): void {
    clearTimeout(this.lostTimer);
    this.mirror.useAssets(new URL(message.assets_url, location.origin).href);
    this.tell();
  }

  private control(message: StreamMessage): void {
    switch (message.type) {
      case "stream.start":
        this.started = { page: message.page, epoch: message.epoch };
        this.paused = false;
        this.receiver.start(message);
        this.listener.streaming(message.url);
        this.listener.status("waiting", null);
        break;
      case "stream.pause":
        this.receiver.after(() => {
          this.paused = true;
          this.tell();
        });
        break;
      case "stream.end":
        this.close();
        break;
      default:
      // A message of a newer server (rule V3).
    }
  }

  private message(text: string, header: FrameHeader): void {
    if (header.format !== FORMAT) {
      throw new CannotShow(
        `The page comes in format ${header.format}; this viewer shows format ${FORMAT}`,
      );
    }
    try {
      this.mirror.apply(text, header.type === FrameType.snapshot);
    } catch (error) {
      if (!(error instanceof Diverged) || this.mayRepair()) throw error;
    }
    this.listener.applied(header);
    this.failedStarts = 0;
    this.paused = false;
    this.tell();
  }

  /** Whether it is time for another fresh start because of a difference that none of the last ones mended for good. */
  private mayRepair(): boolean {
    const now = performance.now();
    if (now < this.repairs.next) return false;
    const wait = Math.min(REPAIR_AT_MOST_MS, this.repairs.wait * REPAIR_SLOWER);
    this.repairs = { next: now + wait, wait };
    return true;
  }

  private broken(cause: Error): void {
    const hopeless = cause instanceof CannotShow;
    // A mirror that differs was shown: it is no failed start.
    if (!hopeless && !(cause instanceof Diverged)) this.failedStarts++;
    if (hopeless || this.failedStarts > MAX_FAILED_STARTS) {
      this.mirror.clear();
      this.listener.streaming(null);
      this.listener.status("waiting", `${cause.message}; it cannot be shown`);
      return;
    }
    clearTimeout(this.restartTimer);
    const wait = Math.max(0, this.restartAt - performance.now());
    this.restartTimer = setTimeout(() => {
      this.restartAt = performance.now() + RESTART_EVERY_MS;
      this.connection.restart();
    }, wait);
  }

  private lost(): void {
    this.listener.status("lost", TRYING_AGAIN);
    clearTimeout(this.lostTimer);
    this.lostTimer = setTimeout(() => this.clear(), KEEP_LOST_MS);
  }

  private closed(code: number, reason: string): void {
    this.clear();
    const ended = code === CloseCode.ENDED || code === CloseCode.NORMAL;
    this.listener.status(ended ? "ended" : "lost", ended ? null : reason || null);
  }

  private clear(): void {
    clearTimeout(this.restartTimer);
    clearTimeout(this.lostTimer);
    this.receiver.stop();
    this.started = null;
    this.mirror.clear();
    this.listener.streaming(null);
  }

  private tell(): void {
    if (this.paused) this.listener.status("paused", null);
    else this.listener.status(this.mirror.hasPage ? "live" : "waiting", null);
  }
}
