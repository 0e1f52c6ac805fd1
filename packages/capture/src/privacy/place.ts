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
  /** That mask is a rule of the team or the page, which can be taken back. */
  ruled: 2,
  /** Not in the page: nobody can say what was around it, so it counts as masked. */
  loose: 4,
  /** In a field, or in text that is edited in place. */
  edited: 8,
  /** The n-th mask of the whole page leaves it readable: this, n places to the left. */
  exempt: 16,
} as const;

/** Bits that are left for masks of the whole page. */
export const MOST_LAYERS = 26;

export function isMaskedAt(place: Place): boolean {
  return (place & Place.masked) !== 0;
}
