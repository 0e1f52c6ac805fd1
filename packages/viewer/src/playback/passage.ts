/**
 * How far the recording has been carried out, and what moves by itself meanwhile (animations, films): that goes as fast as
 * the recording while it plays, and is moved on where time is passed over.
 */

/** The mirror, as far as a recording needs it. */
export interface Show {
  apply(text: string, snapshot: boolean): void;
  clear(): void;
  hold(): void;
  release(): void;
  readonly settled: boolean;
  setPace(pace: number): void;
  followPace(): void;
  passOver(ms: number): void;
  catchUp(): void;
}

/** Running and recorded time may be so far apart while it plays: correcting less would be seen, for nothing. */
const TOLERANCE_MS = 50;
/** On the way to a moment, before its last seconds, what moves is moved on in steps of this: each of them costs. */
const STEP_MS = 1000;
const EXACT_MS = 3000;

export class Passage {
  private pace = 0;
  private watchedAt: number;
  private position = 0;
  /** Recorded time that what moves is behind, unless the mirror has moved it on meanwhile. */
  private behind = 0;

  constructor(
    private readonly show: Show,
    private readonly clock: { now(): number },
  ) {
    this.watchedAt = clock.now();
  }

  /** The moment up to which everything has been carried out. */
  get reached(): number {
    return this.position;
  }

  /** A page begins at this moment. */
  begin(at: number): void {
    this.position = at;
    this.behind = 0;
    this.watchedAt = this.clock.now();
  }

  stand(): void {
    this.setPace(0);
  }

  run(speed: number): void {
    this.setPace(speed);
  }

  /** Something of this moment comes next, on the way to `until`. */
  pass(at: number, until: number): void {
    const moved = Math.max(0, at - this.position);
    const watched = this.watch();
    this.fallBehind(moved - watched);
    this.position += moved;
    const most = this.pace > 0 ? TOLERANCE_MS : until - at > EXACT_MS ? STEP_MS : 0;
    if (this.behind > most) this.catchUp();
  }

  /** All up to this moment has been carried out. */
  arrive(at: number): void {
    this.pass(at, at);
    this.show.followPace();
  }

  private setPace(pace: number): void {
    this.fallBehind(-this.watch());
    this.pace = pace;
    this.show.setPace(pace);
  }

  /** What what moves has moved on by itself since it was asked last. */
  private watch(): number {
    const now = this.clock.now();
    const watched = (now - this.watchedAt) * this.pace;
    this.watchedAt = now;
    return watched;
  }

  private fallBehind(ms: number): void {
    this.behind += ms;
    this.show.passOver(ms);
  }

  private catchUp(): void {
    this.show.catchUp();
    this.behind = 0;
  }
}
