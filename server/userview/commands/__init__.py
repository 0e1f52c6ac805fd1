"""What the command line can do, one module per command; `__main__.py` reads the arguments."""
