import { Op, type TokenWriter } from "@userview/protocol/content";
import { documentOf, viewOf } from "../../dom.ts";
import type { CaptureContext, Feature } from "../../feature.ts";
import { Tracked } from "../tracked.ts";
import { Pictures } from "./pictures.ts";

/** Looked whether one became another so often; */
const LOOK_MS = 250;
/** of one that plays there is a picture so often. */
const INTERVAL_MS = 1000;
/** Pixels of the longer side: enough to see what is going on. */
const LONGEST_SIDE = 640;

interface Told {
  readonly seconds: number;
  readonly plays: boolean;
  /** In ms since the page began. */
  readonly at: number;
}

/** Films, whose files do not leave the page, as pictures: one a second while they play, and an exact one where they stand. */
export class Films implements Feature {
  readonly elements = new Set(["video"]);
  readonly #context: CaptureContext;
  readonly #pictures: Pictures;
  readonly #films: Tracked<HTMLVideoElement>;
  /** What was told last of each: a film that stands is told once. */
  #told = new WeakMap<HTMLVideoElement, Told>();
  readonly #unreadable = new WeakSet<HTMLVideoElement>();
  #ready: { film: HTMLVideoElement; width: number; height: number; picture: string }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#pictures = new Pictures(context.assets, "webp");
    this.#films = new Tracked(context.nodes);
  }

  added(element: Element, _id: number, masked: boolean): void {
    if (masked || !("videoWidth" in element)) return;
    const film = element as HTMLVideoElement;
    this.#films.add(film);
    this.#told.delete(film);
    this.#timer ??= setTimeout(() => this.#look(), 0);
  }

  state(): void {
    this.#ready = [];
    this.#told = new WeakMap();
  }

  changes(writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    this.#films.prune();
    for (const { film, width, height, picture } of this.#ready) {
      const id = nodes.id(film);
      if (id === 0 || masks.isMasked(film)) continue;
      writer.ints(Op.picture, id, 0, 0, width, height).text(picture);
    }
    this.#ready = [];
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#films.clear();
    this.#pictures.stop();
    this.#ready = [];
  }

  #look(): void {
    let any = false;
    for (const [film] of this.#films) {
      any = true;
      if (this.#isWanted(film)) void this.#picture(film);
    }
    this.#timer = any && !this.#stopped ? setTimeout(() => this.#look(), LOOK_MS) : undefined;
  }

  #isWanted(film: HTMLVideoElement): boolean {
    if (this.#unreadable.has(film) || film.readyState < film.HAVE_CURRENT_DATA) return false;
    if (film.seeking || showsPoster(film) || !this.#isNews(film)) return false;
    if (this.#context.masks.isMasked(film)) return false;
    const { top, bottom, left, right, width, height } = film.getBoundingClientRect();
    const view = viewOf(documentOf(film));
    if (view === null || width * height === 0) return false;
    return bottom > 0 && right > 0 && top < view.innerHeight && left < view.innerWidth;
  }

  #isNews(film: HTMLVideoElement): boolean {
    const told = this.#told.get(film);
    if (told === undefined) return true;
    if (told.seconds === film.currentTime && told.plays === !film.paused) return false;
    return film.paused || performance.now() - told.at >= INTERVAL_MS;
  }

  async #picture(film: HTMLVideoElement): Promise<void> {
    const { videoWidth: width, videoHeight: height, currentTime: seconds } = film;
    const plays = !film.paused;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height, 1));
    const drawing = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    );
    try {
      drawing.getContext("2d")?.drawImage(film, 0, 0, drawing.width, drawing.height);
      this.#told.set(film, { seconds, plays, at: performance.now() });
      const picture = await this.#pictures.of(drawing, plays, film);
      if (picture === null || this.#stopped) return;
      this.#ready.push({ film, width, height, picture });
      this.#context.request();
    } catch {
      // Of another origin: it may be seen, but not read.
      this.#unreadable.add(film);
    }
  }
}

/** Until it has been played or moved, browsers show the picture that the page gave for it. */
function showsPoster(film: HTMLVideoElement): boolean {
  return film.poster !== "" && film.currentTime === 0 && film.paused && film.played.length === 0;
}
