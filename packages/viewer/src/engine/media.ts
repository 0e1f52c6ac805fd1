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

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
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
    if (dom.isHtml(element, "video") || dom.isHtml(element, "audio")) apply(element, state);
  }
}

function apply(element: HTMLMediaElement, { flags, seconds, rate }: MediaState): void {
  element.muted = true;
  element.loop = (flags & MediaFlag.loop) !== 0;
  if (rate >= RATES.least && rate <= RATES.most) element.playbackRate = rate;
  const plays = (flags & MediaFlag.playing) !== 0 && (flags & MediaFlag.ended) === 0;
  const apart = Math.abs(element.currentTime - seconds);
  if (seconds >= 0 && apart > (plays && !element.paused ? TOLERANCE_SECONDS : 0))
    element.currentTime = seconds;
  if (!plays) element.pause();
  else if (element.paused) element.play().catch(() => undefined);
}
