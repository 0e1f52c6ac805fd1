import type {
  Attempt,
  Delivery,
  DeliveryState,
  Webhook,
  WebhookEvent,
} from "../../api/webhooks.ts";
import type { Tone } from "../../ui/badge.tsx";

interface Group {
  title: string;
  events: readonly { name: WebhookEvent; about: string }[];
  /** Nothing of these happens in this version. */
  later?: boolean;
}

/** Every event, as the form and the filter show them. */
export const GROUPS: readonly Group[] = [
  {
    title: "Visitors",
    events: [
      { name: "visitor.online", about: "Came to your site" },
      { name: "visitor.offline", about: "Left it" },
      { name: "visitor.identified", about: "Became known by name, address or id" },
    ],
  },
  {
    title: "Sessions",
    events: [
      { name: "session.requested", about: "Somebody asked for one" },
      { name: "session.started", about: "The visitor agreed" },
      { name: "session.agent_joined", about: "An agent joined" },
      { name: "session.agent_left", about: "An agent left" },
      { name: "session.ended", about: "It is over" },
    ],
  },
  {
    title: "Coming later",
    later: true,
    events: [
      { name: "session.video_ready", about: "The recording can be watched" },
      { name: "agent_request.created", about: "A visitor asked for help" },
      { name: "agent_request.accepted", about: "An agent took it" },
      { name: "agent_request.cancelled", about: "The visitor changed their mind" },
      { name: "call.started", about: "An audio call began" },
      { name: "call.ended", about: "It is over" },
    ],
  },
];

export const ALL_EVENTS: readonly WebhookEvent[] = GROUPS.flatMap(({ events }) =>
  events.map(({ name }) => name),
);

/** What happens in this version. */
export const PRESENT_EVENTS: readonly WebhookEvent[] = GROUPS.filter(({ later }) => !later).flatMap(
  ({ events }) => events.map(({ name }) => name),
);

/** `All events`, `session.ended`, `3 events`. */
export function eventsInWords(webhook: Webhook): string {
  if (webhook.kind === "session") return "Every event of these sessions";
  const { events } = webhook;
  if (ALL_EVENTS.every((name) => events.includes(name))) return "All events";
  const [only] = events;
  return events.length === 1 && only !== undefined ? only : `${events.length} events`;
}

/** Where a webhook goes, for people. */
export function placeInWords(webhook: Webhook): string {
  return webhook.url ?? "URLs of single sessions";
}

export function webhookState(webhook: Webhook): { tone: Tone; label: string } {
  if (webhook.disabled_reason !== null) return { tone: "bad", label: "Disabled" };
  if (!webhook.active) return { tone: "neutral", label: "Off" };
  if (webhook.failing_since !== null) return { tone: "warn", label: "Failing" };
  return { tone: "ok", label: "Active" };
}

/** Why the server switched a webhook off, and what to do. */
export function disabledInWords(reason: NonNullable<Webhook["disabled_reason"]>): string {
  return reason === "gone"
    ? "Its server answered 410 Gone, so nothing is sent there any more."
    : "Nothing could be delivered for five days, so it was switched off. Mend the receiver, send a test, then switch it on again.";
}

export const STATES: Readonly<Record<DeliveryState, { tone: Tone; label: string }>> = {
  delivered: { tone: "ok", label: "Delivered" },
  waiting: { tone: "warn", label: "Waiting" },
  failed: { tone: "bad", label: "Failed" },
};

/** `200 in 34 ms`, or why no answer came. */
export function attemptInWords(attempt: Attempt): string {
  if (attempt.status_code === null) return sentence(attempt.error ?? "no answer");
  return `${attempt.status_code} in ${attempt.duration_ms} ms`;
}

/** What became of a delivery so far. */
export function outcomeInWords(delivery: Delivery): string {
  const last = delivery.attempts.at(-1);
  if (last === undefined) return delivery.state === "waiting" ? "Not tried yet" : "Not sent";
  const tries = delivery.attempts.length;
  return tries === 1 ? attemptInWords(last) : `${attemptInWords(last)} · attempt ${tries}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
