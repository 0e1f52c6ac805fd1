"""Runs every benchmark: `python -m bench`."""

from bench.relay.__main__ import main as relay

if __name__ == "__main__":
    relay([])
