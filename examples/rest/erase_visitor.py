"""Erases a visitor and all that hangs on it, for good. Usage: erase_visitor.py SHORT_ID"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    userview.erase_visitor(sys.argv[1])
