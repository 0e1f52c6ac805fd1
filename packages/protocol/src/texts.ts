/** Every text that the SDK shows in a page. Teams and pages may put their own in place of each (`translations`). */

import { TEXTS } from "./generated/texts.ts";

export { TEXTS };

/** What a text is called, in team settings and in `init` alike. */
export type TextName = keyof typeof TEXTS;

export type Texts = Readonly<Record<TextName, string>>;

/** Longer ones no server takes, and no place in the page holds. */
export const LONGEST_TEXT = 500;
