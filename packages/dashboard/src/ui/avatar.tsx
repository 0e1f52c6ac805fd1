import { classNames } from "./class-names.ts";

const HUES = [
  "bg-[#e0e3fb] text-[#3340a8] dark:bg-[#2a3159] dark:text-[#b9c2ff]",
  "bg-[#d7f0e3] text-[#0d6139] dark:bg-[#173726] dark:text-[#86e0b2]",
  "bg-[#fbe6d3] text-[#8a4b07] dark:bg-[#3c2913] dark:text-[#f2c084]",
  "bg-[#fadfe8] text-[#9c1f52] dark:bg-[#3f1c2b] dark:text-[#ffa9c6]",
  "bg-[#d9eef7] text-[#0b5876] dark:bg-[#15323f] dark:text-[#8fd3ef]",
  "bg-[#ecdffa] text-[#6a2ba6] dark:bg-[#33204a] dark:text-[#d6b3ff]",
];

/** First letters of a name on a colour of its own; decoration beside the name itself. */
export function Avatar({
  name,
  seed,
  size = "medium",
}: {
  name: string;
  /** What the colour depends on, so that it stays when the name changes. */
  seed: string;
  size?: "small" | "medium" | "large";
}) {
  return (
    <span
      aria-hidden
      className={classNames(
        "inline-grid shrink-0 place-items-center rounded-full font-semibold",
        size === "small" && "size-6 text-[0.625rem]",
        size === "medium" && "size-8 text-xs",
        size === "large" && "size-12 text-base",
        HUES[hash(seed) % HUES.length],
      )}
    >
      {initials(name)}
    </span>
  );
}

/** At most two letters: of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hash(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) >>> 0;
  return sum;
}
