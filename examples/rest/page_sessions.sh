#!/bin/sh
# Goes through all sessions of a visitor, newest first, page by page. Usage: page_sessions.sh SHORT_ID
set -eu
cursor=""
while :; do
  page=$(curl -sS --fail-with-body --get "$USERVIEW_URL/v1/sessions" -H "X-Api-Key: $SECRET_KEY" \
    -d limit=1 --data-urlencode "visitor_id=$1" ${cursor:+--data-urlencode "cursor=$cursor"})
  printf '%s\n' "$page"
  cursor=$(printf '%s' "$page" | sed -n 's/.*"next_cursor": *"\([^"]*\)".*/\1/p')
  [ -n "$cursor" ] || break
done
