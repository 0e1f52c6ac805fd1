"""Checks that a webhook comes from your server. The headers are in WEBHOOK_ID, WEBHOOK_TIMESTAMP and WEBHOOK_SIGNATURE,
the webhook's secret is in WEBHOOK_SECRET. Usage: verify_webhook.py BODY_FILE
"""

import os
import sys
from pathlib import Path

from userview_client import InvalidSignature, verify_webhook

headers = {f"webhook-{name}": os.environ[f"WEBHOOK_{name.upper()}"] for name in ("id", "timestamp", "signature")}
try:
    event = verify_webhook(os.environ["WEBHOOK_SECRET"], headers, Path(sys.argv[1]).read_bytes())
except InvalidSignature as error:
    sys.exit(str(error))
print(event["type"])
