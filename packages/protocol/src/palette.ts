/** Colours of participants (rule A2), the same in the visitor's page, the mirror and the dashboard. */
export const PALETTE = [
  "#2563eb",
  "#dc2626",
  "#059669",
  "#d97706",
  "#7c3aed",
  "#db2777",
  "#0891b2",
  "#4d7c0f",
] as const;

/** The colour of a participant; indices outside the palette wrap around. */
export function participantColor(index: number): string {
  return PALETTE[Math.abs(Math.trunc(index)) % PALETTE.length] ?? PALETTE[0];
}
