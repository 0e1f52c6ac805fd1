/** Every text that the SDK shows in the page, in one place. */
export const TEXTS = {
  promptTitle: "Share this page?",
  promptMessage: "{%agentName%|An agent} would like to see this page with you.",
  sharedTitle: "What is shared",
  shared: [
    "The pages of {%currentDomain%} in this browser",
    "What you point at, click and type on them",
  ],
  withheldTitle: "What is never shared",
  withheld: ["Passwords, card numbers and one-time codes", "Other sites, tabs and programs"],
  promptNote: "You can stop at any time. Esc declines.",
  allow: "Allow",
  decline: "Decline",
  barLabel: "Screen sharing",
  waiting: "Sharing this page",
  watching: "{%names%} sees this page",
  watchingMany: "{%names%} see this page",
  controlling: "{%names%} is in control",
  stop: "Stop sharing",
  ended: "Sharing has ended",
  guest: "Agent",
} as const;

/** `text` with each `{%name%|fallback}` replaced by its value, or by the fallback when there is none. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{%(\w+)%(?:\|([^}]*))?\}/g,
    (_whole, name: string, fallback = "") => values[name] || fallback,
  );
}
