import { Star } from "lucide-react";
import { starsInWords } from "./words.ts";

const ALL = [1, 2, 3, 4, 5];

/** A visitor's rating, 1 to 5. */
export function Stars({ rating }: { rating: number }) {
  const words = starsInWords(rating);
  return (
    <span role="img" aria-label={words} title={words} className="inline-flex gap-0.5">
      {ALL.map((star) => (
        <Star
          key={star}
          aria-hidden
          size={15}
          className={star <= rating ? "fill-current text-warn-ink" : "text-ink-faint"}
        />
      ))}
    </span>
  );
}
