// Checks that a webhook comes from your server. The headers are in WEBHOOK_ID, WEBHOOK_TIMESTAMP and WEBHOOK_SIGNATURE,
// the webhook's secret is in WEBHOOK_SECRET. Usage: verify_webhook.mjs BODY_FILE
import { readFile } from "node:fs/promises";
import { verifyWebhook } from "@userview/client";

const { WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE, WEBHOOK_SECRET } = process.env;
const headers = {
  "webhook-id": WEBHOOK_ID,
  "webhook-timestamp": WEBHOOK_TIMESTAMP,
  "webhook-signature": WEBHOOK_SIGNATURE,
};
const event = await verifyWebhook(WEBHOOK_SECRET, headers, await readFile(process.argv[2], "utf8"));
console.log(event.type);
