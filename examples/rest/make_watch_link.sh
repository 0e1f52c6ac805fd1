#!/bin/sh
# Makes a link that opens a session with the visitor for one agent. Usage: make_watch_link.sh SHORT_ID
set -eu
curl -sS --fail-with-body -X POST "$USERVIEW_URL/v1/visitors/$1/watch_url" \
  -H "X-Api-Key: $SECRET_KEY" -H "Content-Type: application/json" \
  -d '{"agent": {"id": "crm-42", "name": "Ada Lovelace"}, "metadata": {"ticket": 4711}}'
