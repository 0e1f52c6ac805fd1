/**
 * What masks say of a place in the page, in one number that goes from each element to what is in it: to ask all
 * ancestors of every node anew would cost more than all else.
 */
export type Place = number;

export const Place = {
  /** Nothing around it says anything. */
  open: 0,
  /** Within a mask, or within a field that is masked by its nature. */
  masked: 1,
  /** In a field, or in text that is edited in place. */
  edited: 2,
  /** The n-th mask of the whole page leaves it readable: this, n places to the left. */
  exempt: 4,
} as const;

/** Bits that are left for masks of the whole page. */
export const MOST_LAYERS = 28;

export function isMaskedAt(place: Place): boolean {
  return (place & Place.masked) !== 0;
}
