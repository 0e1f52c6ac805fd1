#!/bin/sh
# Erases a visitor and all that hangs on it, for good. Usage: erase_visitor.sh SHORT_ID
set -eu
curl -sS --fail-with-body -X DELETE "$USERVIEW_URL/v1/visitors/$1" -H "X-Api-Key: $SECRET_KEY"
