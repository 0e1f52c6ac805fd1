/** What is posted, as an example. */
export const PAYLOAD = `{
  "id": "evt_2Tq7Rw4cZ1bNx8mV5jK9",
  "type": "session.ended",
  "created_at": "2026-11-22T07:41:12.903Z",
  "data": {
    "session": {
      "id": "5f0c1d9ab37e4286",
      "visitor_id": "VX4K2M9Q7TC1R8ZB3N",
      "state": "ended",
      "end_reason": "visitor_stopped",
      "length_seconds": 642
    }
  }
}`;

/** The same programs as in docs/guide/webhooks.md, which tests run. */
export const PYTHON = `# pip install standardwebhooks
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def receive(body: bytes, headers: dict[str, str]) -> int:
    try:
        message = Webhook(SECRET).verify(body, headers)
    except WebhookVerificationError:
        return 401
    print(message["type"], message["data"])
    return 204`;

export const NODE = `// npm install standardwebhooks
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

createServer(async (request, response) => {
  try {
    const message = webhook.verify(await text(request), request.headers);
    console.log(message.type, message.data);
    response.writeHead(204).end();
  } catch {
    response.writeHead(401).end();
  }
}).listen(process.env.PORT ?? 3000);`;
