/** The op of sound and film: where it is and whether it plays. It is never heard. */
import { MediaFlag, type TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import type { OwnSheets } from "./own-sheet.ts";

/** What plays runs a little apart from the page; jumping to make up for less would be seen. */
const TOLERANCE_SECONDS = 0.25;
/** What browsers can play. */
const RATES = { least: 0.0625, most: 16 };

interface MediaState {
  flags: number;
  seconds: number;
  rate: number;
}

export class Media {
  private made: Element[] = [];
  private pace = 1;
  private readonly playing = new Map<HTMLMediaElement, MediaState>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
    /** Called before a film is told where it stands: what was passed over before is not its time. */
    private readonly catchUp: () => void,
  ) {}

  filmMade(film: Element): void {
    this.made.push(film);
  }

  /** All elements are in the document. */
  finishMessage(): void {
    for (const film of this.made) this.own.ensure(film);
    this.made = [];
  }

  media(reader: TokenReader): void {
    const element = this.nodes.get(reader.int());
    const state = { flags: reader.int(), seconds: reader.number(), rate: reader.number() };
    if (!dom.isHtml(element, "video") && !dom.isHtml(element, "audio")) return;
    this.catchUp();
    if (plays(state)) this.playing.set(element, state);
    else this.playing.delete(element);
    apply(element, state, this.pace);
  }

  /** @param pace times the ordinary one; 0 holds what plays where it is. */
  setPace(pace: number): void {
    this.pace = pace;
    for (const [element, state] of this.known())
      apply(element, { ...state, seconds: element.currentTime }, pace);
  }

  /** Time was passed over. @param ms of the page's time. */
  advance(ms: number): void {
    for (const [element, { rate }] of this.known()) element.currentTime += (ms / 1000) * rate;
  }

  /** What plays and is still there. */
  private known(): Iterable<[HTMLMediaElement, MediaState]> {
    for (const element of this.playing.keys())
      if (this.nodes.idOf(element) === null) this.playing.delete(element);
    return this.playing;
  }
}

function plays({ flags }: MediaState): boolean {
  return (flags & MediaFlag.playing) !== 0 && (flags & MediaFlag.ended) === 0;
}

function apply(element: HTMLMediaElement, state: MediaState, pace: number): void {
  const { flags, seconds } = state;
  const rate = state.rate * (pace || 1);
  const runs = plays(state) && pace > 0;
  element.muted = true;
  element.loop = (flags & MediaFlag.loop) !== 0;
  if (rate >= RATES.least && rate <= RATES.most) element.playbackRate = rate;
  const apart = Math.abs(element.currentTime - seconds);
  if (seconds >= 0 && apart > (runs && !element.paused ? TOLERANCE_SECONDS : 0))
    element.currentTime = seconds;
  if (!runs) element.pause();
  else if (element.paused) element.play().catch(() => undefined);
}
