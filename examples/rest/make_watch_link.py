"""Makes a link that opens a session with the visitor for one agent. Usage: make_watch_link.py SHORT_ID"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    link = userview.make_watch_url(
        sys.argv[1], agent={"id": "crm-42", "name": "Ada Lovelace"}, metadata={"ticket": 4711}
    )
    print(link["session_id"], link["watch_url"])
