"""Says who a visitor is; that wins over what the page says. Usage: identify.py SHORT_ID"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    visitor = userview.identify_visitor(
        sys.argv[1], identities=["Ada Byron", "ada.byron@example.com"], metadata={"plan": "business"}
    )
    print(visitor["nickname"])
