// biome-ignore lint/suspicious/noExplicitAny: whatever the page gives
export type Any = any;

/**
 * Hooks a method, where there is one. The page's own calls are passed on, and what they throw is theirs.
 *
 * @param told told of each call that succeeded; @param prepare may change the arguments before.
 */
export function after(
  owner: Any,
  name: string,
  told?: (self: Any, args: Any[], result: Any) => void,
  prepare?: (args: Any[]) => void,
): void {
  const original = owner[name];
  if (original)
    owner[name] = function (...args: Any[]) {
      prepare?.(args);
      const result = original.apply(this, args);
      told?.(this, args, result);
      return result;
    };
}
