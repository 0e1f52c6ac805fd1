import { type Participant, participantColor } from "@userview/protocol";
import { fill, TEXTS } from "../texts.ts";
import { element } from "./elements.ts";
import type { Stage } from "./stage.ts";

/** How long the bar says that sharing has ended. */
const ENDED_MS = 4000;

/** Says all the time who sees the page and who is in control, and stops it. */
export class Bar {
  readonly #stage: Stage;
  readonly #surface: HTMLElement;
  readonly #dots = element("span", "dots");
  readonly #names = element("span", "names");
  readonly #stop: HTMLElement;
  #text = "";

  /** @param stop called when the visitor stops sharing. */
  constructor(stage: Stage, stop: () => void) {
    this.#stage = stage;
    const state = element("span", "state", { role: "status" }, this.#dots, this.#names);
    this.#surface = element(
      "div",
      "bar surface",
      { role: "region", "aria-label": TEXTS.barLabel },
      state,
    );
    this.#stop = element("button", "stop", { type: "button" }, TEXTS.stop);
    this.#stop.addEventListener("click", stop);
    stage.show(this.#surface);
  }

  /** Whether there is a button that stops sharing. */
  offerStop(offered: boolean): void {
    if (offered) this.#surface.append(this.#stop);
    else this.#stop.remove();
  }

  /** Who watches now, and whose id has control. */
  update(agents: readonly Participant[], control: string | null): void {
    this.#dots.replaceChildren(
      ...agents.map((agent) => {
        const dot = element("span", agent.id === control ? "dot live" : "dot");
        dot.style.backgroundColor = participantColor(agent.color);
        return dot;
      }),
    );
    const holder = agents.find(({ id }) => id === control);
    const names = [...new Set(agents.map(({ name }) => name || TEXTS.guest))];
    const words =
      holder !== undefined
        ? TEXTS.controlling
        : names.length === 0
          ? TEXTS.waiting
          : names.length === 1
            ? TEXTS.watching
            : TEXTS.watchingMany;
    const listed = holder !== undefined ? holder.name || TEXTS.guest : list(names);
    this.#say(fill(words, { names: listed }));
  }

  /** Say that it is over, in the team's own words if there are any, then go. */
  end(words: string | null, gone: () => void): void {
    const said = fill(words ?? TEXTS.ended, { currentDomain: location.hostname });
    this.#surface.replaceChildren(element("span", "state", { role: "status" }, said));
    this.#surface.classList.add("ended");
    setTimeout(() => {
      this.#stage.hide(this.#surface);
      gone();
    }, ENDED_MS);
  }

  close(): void {
    this.#stage.hide(this.#surface);
  }

  #say(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#names.textContent = text;
    this.#names.title = text;
  }
}

function list(names: readonly string[]): string {
  try {
    return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
  } catch {
    return names.join(", ");
  }
}
