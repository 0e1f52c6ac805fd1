/** Texts of the style sheets that scripts make: once read, browsers cannot write out all of what they were given. */

/** A sheet's whole text, or the texts of its rules in order. */
type Source = string | string[];

const sources = new WeakMap<CSSStyleSheet, Source>();

/**
 * Keep the texts from now on. Only the script that stands first in the page hears of all of them; the
 * page's own calls are passed on as they are, and what they throw is theirs.
 */
export function keepSheetSources(): void {
  const prototype = CSSStyleSheet.prototype;
  const { replaceSync, insertRule, deleteRule } = prototype;
  if (!replaceSync) return;
  prototype.replaceSync = function (text) {
    replaceSync.call(this, text);
    sources.set(this, `${text}`);
  };
  prototype.insertRule = function (rule, index = 0) {
    const at = insertRule.call(this, rule, index);
    // Of a sheet that was not empty when its first rule came, not everything is known.
    const known = sources.get(this) ?? (this.cssRules.length === 1 ? [] : "");
    if (typeof known === "string") sources.delete(this);
    else {
      known.splice(at, 0, `${rule}`);
      sources.set(this, known);
    }
    return at;
  };
  prototype.deleteRule = function (index) {
    deleteRule.call(this, index);
    const known = sources.get(this);
    if (typeof known === "object") known.splice(index, 1);
    else sources.delete(this);
  };
}

/** What a script gave a sheet, null when it is not known. */
export function sheetSource(sheet: CSSStyleSheet): Source | null {
  return sources.get(sheet) ?? null;
}
