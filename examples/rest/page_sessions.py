"""Goes through all sessions of a visitor, newest first, page by page. Usage: page_sessions.py SHORT_ID"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    for session in userview.iter_sessions(visitor_id=sys.argv[1], limit=1):
        print(session["id"], session["state"])
