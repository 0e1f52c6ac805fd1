import type { Hooks, Realm } from "../../hooks.ts";

/** Told of what scripts do to style sheets, right after it was done. */
export interface SheetListener {
  inserted(sheet: CSSStyleSheet, index: number, given: string): void;
  deleted(sheet: CSSStyleSheet, index: number): void;
  /** All rules are others now; `given` is the text that they were made of. */
  rewritten(sheet: CSSStyleSheet, given: string): void;
  /** All rules will be others some time later. */
  replacing(sheet: CSSStyleSheet): void;
  /** Something in a rule, of any depth, is another. */
  touched(rule: CSSRule): void;
  /** A script took hold of a rule's declarations, and may change them when it likes. */
  held(declarations: CSSStyleDeclaration | null, rule: CSSRule): void;
  /** A sheet may apply, or not, since now. */
  toggled(sheet: CSSStyleSheet | null): void;
  media(list: MediaList): void;
  /** The adopted sheets of a tree are others, or a script took hold of the list. */
  adopted(root: Document | ShadowRoot): void;
}

/** Classes whose objects have declarations of their own. */
const WITH_STYLE = [
  "CSSStyleRule",
  "CSSFontFaceRule",
  "CSSKeyframeRule",
  "CSSPageRule",
  "CSSMarginRule",
  "CSSNestedDeclarations",
  "CSSPositionTryRule",
];

/** Properties of rules that can be set. */
const SETTABLE: Readonly<Record<string, readonly string[]>> = {
  CSSStyleRule: ["selectorText"],
  CSSKeyframesRule: ["name"],
  CSSKeyframeRule: ["keyText"],
  CSSPageRule: ["selectorText"],
  CSSCounterStyleRule: [
    "name",
    "system",
    "symbols",
    "additiveSymbols",
    "negative",
    "prefix",
    "suffix",
    "range",
    "pad",
    "fallback",
  ],
};

/** Methods of rules that change what is in them. */
const CHANGING: Readonly<Record<string, readonly string[]>> = {
  CSSGroupingRule: ["insertRule", "deleteRule"],
  CSSStyleRule: ["insertRule", "deleteRule"],
  CSSKeyframesRule: ["appendRule", "deleteRule"],
};

/** Listens in on all that changes style sheets in a window. */
export function hookSheets(hooks: Hooks, realm: Realm, listener: SheetListener): void {
  const prototypeOf = (name: string): object | undefined =>
    (realm as unknown as Record<string, { prototype?: object } | undefined>)[name]?.prototype;

  const sheet = prototypeOf("CSSStyleSheet");
  hooks.methods(sheet, ["insertRule"], (self, [rule], index) =>
    listener.inserted(self as CSSStyleSheet, index as number, `${rule}`),
  );
  // The older names of the same: they take a selector and its declarations, and return -1.
  hooks.methods(sheet, ["addRule"], (self, [selector, style, index]) => {
    const { length } = (self as CSSStyleSheet).cssRules;
    const at = index === undefined ? length - 1 : Number(index);
    listener.inserted(self as CSSStyleSheet, at, `${selector} { ${style ?? ""} }`);
  });
  hooks.methods(sheet, ["deleteRule", "removeRule"], (self, [index]) =>
    listener.deleted(self as CSSStyleSheet, Number(index ?? 0) || 0),
  );
  hooks.methods(sheet, ["replaceSync"], (self, [text]) =>
    listener.rewritten(self as CSSStyleSheet, `${text}`),
  );
  hooks.methods(sheet, ["replace"], (self) => listener.replacing(self as CSSStyleSheet));

  const touched = (self: object): void => listener.touched(self as CSSRule);
  for (const [name, methods] of Object.entries(CHANGING))
    hooks.methods(prototypeOf(name), methods, touched);
  for (const [name, properties] of Object.entries(SETTABLE))
    hooks.setters(prototypeOf(name), properties, touched);
  for (const name of WITH_STYLE) {
    const owner = prototypeOf(name);
    hooks.setters(owner, ["style"], touched);
    hooks.getters(owner, ["style"], (self, _args, declarations) =>
      listener.held(declarations as CSSStyleDeclaration, self as CSSRule),
    );
    hooks.getters(owner, ["styleMap"], (self) => listener.held(null, self as CSSRule));
  }
  const declared = (self: object): void => {
    const rule = (self as CSSStyleDeclaration).parentRule;
    if (rule !== null) listener.touched(rule);
  };
  const declarations = prototypeOf("CSSStyleDeclaration");
  hooks.methods(declarations, ["setProperty", "removeProperty"], declared);
  hooks.setters(declarations, ["cssText"], declared);

  hooks.setters(prototypeOf("StyleSheet"), ["disabled"], (self) =>
    listener.toggled(self as CSSStyleSheet),
  );
  for (const name of ["HTMLStyleElement", "SVGStyleElement", "HTMLLinkElement"])
    hooks.setters(prototypeOf(name), ["disabled"], (self) =>
      listener.toggled((self as HTMLStyleElement).sheet),
    );
  const media = (self: object): void => listener.media(self as MediaList);
  hooks.setters(prototypeOf("MediaList"), ["mediaText"], media);
  hooks.methods(prototypeOf("MediaList"), ["appendMedium", "deleteMedium"], media);

  for (const name of ["Document", "ShadowRoot"]) {
    const adopted = (self: object): void => listener.adopted(self as Document | ShadowRoot);
    hooks.setters(prototypeOf(name), ["adoptedStyleSheets"], adopted);
    hooks.getters(prototypeOf(name), ["adoptedStyleSheets"], adopted);
  }
}
