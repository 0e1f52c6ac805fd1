import { type Participant, participantColor } from "@userview/protocol";
import type { Texts } from "../texts.ts";
import { element, ICONS, icon } from "./elements.ts";
import type { Stage } from "./stage.ts";

/** A pointer that has not moved for this long is put away. */
const STILL_MS = 10_000;

/** The agents' pointers over the page, named and in their colours. */
export class Pointers {
  readonly #stage: Stage;
  readonly #texts: () => Texts;
  readonly #surface = element("div", "pointers surface", { "aria-hidden": "true" });
  readonly #pointers = new Map<
    string,
    { mark: HTMLElement; timer?: ReturnType<typeof setTimeout> }
  >();
  #agents: readonly Participant[] = [];
  /** Most sessions begin without one: it is put on the stage for the first that moves. */
  #isOnStage = false;

  /** @param texts asked whenever one is shown. */
  constructor(stage: Stage, texts: () => Texts) {
    this.#texts = texts;
    this.#stage = stage;
  }

  /** Who is there now: pointers of others go. */
  update(agents: readonly Participant[]): void {
    this.#agents = agents;
    for (const [id, { mark, timer }] of this.#pointers) {
      if (agents.some((agent) => agent.id === id)) continue;
      clearTimeout(timer);
      mark.remove();
      this.#pointers.delete(id);
    }
  }

  /** An agent's pointer is at this point of the viewport, or left it. */
  move(agent: string, x: number, y: number, visible: boolean): void {
    const participant = this.#agents.find(({ id }) => id === agent);
    if (participant === undefined) return;
    if (!this.#isOnStage) this.#stage.show(this.#surface);
    this.#isOnStage = true;
    let pointer = this.#pointers.get(agent);
    if (pointer === undefined) {
      pointer = { mark: drawPointer(participant, this.#texts().guest) };
      this.#pointers.set(agent, pointer);
      this.#surface.append(pointer.mark);
    }
    const { mark } = pointer;
    clearTimeout(pointer.timer);
    mark.classList.toggle("shown", visible);
    if (!visible) return;
    mark.style.transform = `translate(${x}px, ${y}px)`;
    pointer.timer = setTimeout(() => mark.classList.remove("shown"), STILL_MS);
  }

  close(): void {
    for (const { timer } of this.#pointers.values()) clearTimeout(timer);
    this.#stage.hide(this.#surface);
  }
}

function drawPointer({ name, color }: Participant, guest: string): HTMLElement {
  const label = element("span", "", {}, name || guest);
  label.style.backgroundColor = participantColor(color);
  const mark = element("div", "pointer", {}, icon(ICONS.arrow, true), label);
  mark.style.color = participantColor(color);
  return mark;
}
