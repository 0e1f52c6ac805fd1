/** How often a ping goes out while the connection is open. */
export const PING_INTERVAL_MS = 5000;

/** Three pings without an answer: the network is gone although no close has come. */
const SILENCE_MS = 3 * PING_INTERVAL_MS;

/** Measures the round trip to the server and notices a connection that died without a close. */
export class Heartbeat {
  private timer: ReturnType<typeof setInterval> | undefined;
  private sent = new Map<number, number>();
  private nextId = 1;
  private answeredAt = 0;

  /**
   * @param ping sends one ping with this id
   * @param onRoundTrip gets each measured round trip in milliseconds
   * @param onSilent is called once when nothing was answered for 15 s
   * @param now a monotonic clock in milliseconds
   */
  constructor(
    private readonly ping: (id: number) => void,
    private readonly onRoundTrip: (ms: number) => void,
    private readonly onSilent: () => void,
    private readonly now: () => number,
  ) {}

  start(): void {
    this.stop();
    this.answeredAt = this.now();
    this.timer = setInterval(() => this.beat(), PING_INTERVAL_MS);
    this.sendPing();
  }

  stop(): void {
    clearInterval(this.timer);
    this.sent.clear();
  }

  /** The answer to a ping came. */
  pong(id: number): void {
    const sentAt = this.sent.get(id);
    if (sentAt === undefined) return;
    this.sent.delete(id);
    this.answeredAt = this.now();
    this.onRoundTrip(this.answeredAt - sentAt);
  }

  private beat(): void {
    if (this.now() - this.answeredAt >= SILENCE_MS) {
      this.stop();
      this.onSilent();
      return;
    }
    this.sendPing();
  }

  private sendPing(): void {
    const id = this.nextId++;
    this.sent.set(id, this.now());
    this.ping(id);
  }
}
