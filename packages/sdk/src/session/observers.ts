import type { Participant } from "@userview/protocol";
import type { Host } from "../port.ts";

/** Who watches and who of them has control; the page's handlers hear of what changed. */
export class Observers {
  readonly #emit: Host["emit"];
  #agents: readonly Participant[] = [];
  #holder: string | null = null;

  constructor(emit: Host["emit"]) {
    this.#emit = emit;
  }

  get agents(): readonly Participant[] {
    return this.#agents;
  }

  /** @param turned called when control is somebody else's, before the page hears of it. */
  update(agents: readonly Participant[], control: string | null, turned: () => void): void {
    const before = this.#agents;
    const holder = this.#holder;
    this.#agents = agents;
    this.#holder = control;
    const came = agents.filter(({ id }) => !before.some((one) => one.id === id));
    const gone = before.filter(({ id }) => !agents.some((one) => one.id === id));
    for (const { id, name } of came) this.#emit("newObserver", id, { name });
    for (const { id, name } of gone) this.#emit("observerGone", id, { name });
    if (came.length + gone.length > 0) this.#emit("observersCount", agents.length);
    if (holder === control) return;
    turned();
    if (holder !== null) this.#emit("controlReleased", holder);
    if (control !== null) this.#emit("controlGranted", control);
  }

  /** Forget all, without a word. */
  reset(): void {
    this.#agents = [];
    this.#holder = null;
  }
}
