#!/bin/sh
# Says who a visitor is; that wins over what the page says. Usage: identify.sh SHORT_ID
set -eu
curl -sS --fail-with-body -X PATCH "$USERVIEW_URL/v1/visitors/$1" \
  -H "X-Api-Key: $SECRET_KEY" -H "Content-Type: application/json" \
  -d '{"identities": ["Ada Byron", "ada.byron@example.com"], "metadata": {"plan": "business"}}'
