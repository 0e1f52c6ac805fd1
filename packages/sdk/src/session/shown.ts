import type { Masks } from "@userview/capture/masks";
import type { Held } from "../options/held.ts";
import { TintSwitch } from "./tint.ts";
import { Ask } from "./ui/ask.ts";
import { Bar } from "./ui/bar.ts";
import { Pointers } from "./ui/pointers.ts";
import { RecordingAsk } from "./ui/recording.ts";
import type { Stage } from "./ui/stage.ts";

/** What is shown while a session is live. */
export interface Shown {
  readonly bar: Bar;
  readonly ask: Ask;
  readonly askToRecord: RecordingAsk;
  readonly pointers: Pointers;
  readonly tint: TintSwitch;
}

/** What the visitor does in it. */
interface Doing {
  stop(): void;
  /** The answer to an agent who asks for control. */
  answer(agent: string, allow: boolean): void;
  /** The answer to whether the session may be recorded. */
  record(allow: boolean): void;
}

/** Put it into the page. */
export function show(
  stage: Stage,
  held: Held,
  masks: () => Masks,
  doing: Doing,
  warn: (text: string) => void,
): Shown {
  const tint = new TintSwitch(stage, masks, warn);
  const bar = new Bar(
    stage,
    held.wording,
    () => doing.stop(),
    (on) => void tint.set(on),
  );
  bar.offerStop(held.settings.show_terminate_button);
  const ask = new Ask(
    stage,
    () => held.texts,
    (agent, allow) => doing.answer(agent, allow),
  );
  const askToRecord = new RecordingAsk(
    stage,
    () => held.texts,
    (allow) => doing.record(allow),
  );
  return { pointers: new Pointers(stage, () => held.texts), bar, ask, askToRecord, tint };
}
