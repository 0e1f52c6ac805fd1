#!/bin/sh
# Finds visitors as one types: words, or tokens such as `online` and `id:user-7`. Usage: find_visitor.sh SEARCH
set -eu
curl -sS --fail-with-body --get "$USERVIEW_URL/v1/visitors" \
  -H "X-Api-Key: $SECRET_KEY" --data-urlencode "search=$1"
