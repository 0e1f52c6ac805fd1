#!/bin/sh
# Ends a session. Usage: end_session.sh SESSION_ID
set -eu
curl -sS --fail-with-body -X POST "$USERVIEW_URL/v1/sessions/$1/end" -H "X-Api-Key: $SECRET_KEY"
