/** How far the sender's clock may be off; older deliveries may be somebody's recording. */
const TOLERANCE_SECONDS = 300;

/** The request does not come from the server that has the secret, or is too old. */
export class InvalidSignature extends Error {
  override name = "InvalidSignature";
}

/** What a webhook tells. */
export interface WebhookEvent {
  id: string;
  type: string;
  created_at: string;
  data: Record<string, unknown>;
}

/**
 * Checks that a webhook comes from your UserView server (Standard Webhooks), and reads it.
 *
 * @param secret the webhook's (`whsec_…`)
 * @param headers of the request
 * @param body as it came, not parsed
 * @param now Unix seconds, for tests
 * @throws InvalidSignature when it is not from there
 */
export async function verifyWebhook(
  secret: string,
  headers: Headers | Record<string, string | string[] | undefined>,
  body: string,
  now: number = Date.now() / 1000,
): Promise<WebhookEvent> {
  const given = (name: string) =>
    headers instanceof Headers ? (headers.get(name) ?? "") : String(headers[name] ?? "");
  const [id, sentAt] = [given("webhook-id"), given("webhook-timestamp")];
  if (id === "" || !(Math.abs(now - Number(sentAt)) <= TOLERANCE_SECONDS) || sentAt === "") {
    throw new InvalidSignature(`expected a webhook of the last ${TOLERANCE_SECONDS} seconds`);
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const raw = bytes(secret.replace(/^whsec_/, ""));
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["verify"]);
  const signed = new TextEncoder().encode(`${id}.${sentAt}.${body}`);
  for (const part of given("webhook-signature").split(" ")) {
    const [version, signature] = part.split(",");
    if (version !== "v1" || signature === undefined) continue;
    if (await crypto.subtle.verify("HMAC", key, bytes(signature), signed)) {
      return JSON.parse(body) as WebhookEvent;
    }
  }
  throw new InvalidSignature("expected a signature made with this secret");
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(1);
  }
}
