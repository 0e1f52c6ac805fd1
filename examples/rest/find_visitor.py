"""Finds visitors as one types: words, or tokens such as `online` and `id:user-7`. Usage: find_visitor.py SEARCH"""

import os
import sys

from userview_client import Client

with Client(os.environ["USERVIEW_URL"], os.environ["SECRET_KEY"]) as userview:
    for visitor in userview.iter_visitors(search=sys.argv[1]):
        print(visitor["short_id"], visitor["nickname"])
