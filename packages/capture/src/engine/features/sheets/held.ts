/** Scripts read rules in bulk, too: of so many the last ones are looked at. */
const MOST_HELD = 500;

/**
 * Declarations that scripts have taken hold of. Setting one of their properties (`rule.style.color = ...`) is no call that
 * could be listened to, so they are compared with what they were.
 */
export class Held {
  readonly #changed: (rule: CSSRule) => void;
  readonly #all = new Map<CSSStyleDeclaration | CSSRule, { rule: CSSRule; text: string }>();

  /** @param changed told of rules whose declarations are others than they were. */
  constructor(changed: (rule: CSSRule) => void) {
    this.#changed = changed;
  }

  /** A script took hold of a rule's declarations, or of all of it. */
  add(held: CSSStyleDeclaration | CSSRule, rule: CSSRule): void {
    if (this.#all.has(held)) return;
    this.#all.set(held, { rule, text: held.cssText });
    if (this.#all.size <= MOST_HELD) return;
    for (const oldest of this.#all.keys()) {
      this.#all.delete(oldest);
      return;
    }
  }

  look(): void {
    for (const [held, was] of this.#all) {
      if (was.rule.parentStyleSheet === null) {
        this.#all.delete(held);
        continue;
      }
      const text = held.cssText;
      if (text === was.text) continue;
      was.text = text;
      this.#changed(was.rule);
    }
  }

  clear(): void {
    this.#all.clear();
  }
}
