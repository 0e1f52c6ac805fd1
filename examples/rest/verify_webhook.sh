#!/bin/sh
# Checks that a webhook comes from your server. The headers are in WEBHOOK_ID, WEBHOOK_TIMESTAMP and WEBHOOK_SIGNATURE,
# the webhook's secret is in WEBHOOK_SECRET. Usage: verify_webhook.sh BODY_FILE
set -eu
age=$(($(date +%s) - WEBHOOK_TIMESTAMP))
[ "$age" -le 300 ] && [ "$age" -ge -300 ] || { echo "too old, or from the future" >&2; exit 1; }
key=$(printf '%s' "${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
expected=$( (printf '%s.%s.' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP"; cat "$1") |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
case " $WEBHOOK_SIGNATURE " in
  *" v1,$expected "*) cat "$1" ;;
  *) echo "not signed with this secret" >&2; exit 1 ;;
esac
