"""Ends a session. Usage: end_session.py SESSION_ID"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    userview.end_session(sys.argv[1])
