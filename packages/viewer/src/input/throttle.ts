/** The latest value, at most once per interval: the first at once, the last never lost. */
export class Throttle<Value> {
  private due = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest: { value: Value } | null = null;

  constructor(
    private readonly intervalMs: number,
    private readonly send: (value: Value) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  push(value: Value): void {
    this.latest = { value };
    if (this.timer !== undefined) return;
    const wait = this.due - this.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends what waits, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { latest } = this;
    if (latest === null) return;
    this.latest = null;
    this.due = this.now() + this.intervalMs;
    this.send(latest.value);
  }

  /** Drops what waits. */
  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.latest = null;
  }
}
