/**
 * How quickly a page's animations go. Live they go by themselves; in a recording they stand while it stands, run as many
 * times faster as it does, and are moved on where time was passed over.
 */

/** All animations that run in a document, its shadow trees too; asked in a way that no page can hide. */
const animationsOf = (doc: Document): Animation[] => Document.prototype.getAnimations.call(doc);

export class Tempo {
  private pace = 1;
  /** True once there was another pace than the ordinary one. */
  private kept = false;
  /** What an animation's rate is at the ordinary pace. */
  private readonly rates = new WeakMap<Animation, number>();

  /** @param documents those of the page that have a window. */
  constructor(private readonly documents: () => Iterable<Document>) {}

  /** @param pace times the ordinary one; 0 holds all that moves where it is. */
  setPace(pace: number): void {
    if (pace === this.pace) return;
    this.pace = pace;
    this.kept = true;
    this.follow();
  }

  /** The rate to give an animation that the page runs at `rate`. */
  rateOf(animation: Animation, rate: number): number {
    this.rates.set(animation, rate);
    return rate * this.pace;
  }

  /** What began meanwhile goes at the pace, too. */
  follow(): void {
    if (!this.kept) return;
    for (const doc of this.documents())
      for (const animation of animationsOf(doc)) {
        const rate = this.rates.get(animation) ?? animation.playbackRate;
        const paced = this.rateOf(animation, rate);
        if (animation.playbackRate !== paced) change(() => (animation.playbackRate = paced));
      }
  }

  /** Time was passed over: what runs is where it would be. @param ms of the page's time. */
  advance(ms: number): void {
    for (const doc of this.documents())
      for (const animation of animationsOf(doc)) {
        const { currentTime } = animation;
        // What scrolling drives has no time of its own.
        if (animation.playState !== "running" || typeof currentTime !== "number") continue;
        const rate = this.rates.get(animation) ?? animation.playbackRate;
        change(() => (animation.currentTime = currentTime + ms * rate));
      }
  }
}

/** Browsers refuse some times and rates of endless animations: those stay as they are. */
function change(task: () => void): void {
  try {
    task();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
