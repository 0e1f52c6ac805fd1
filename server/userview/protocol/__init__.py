"""The contract between server, SDK, viewer and dashboard: typed messages, envelope, codes, ids.

Source: protocol/SPEC.md, whose numbered rules are named where they are kept. Nothing here does I/O;
only the standard library and pydantic may be imported.
"""

PROTOCOL_MIN = 1
"""Oldest protocol version spoken here (rule V1)."""

PROTOCOL_MAX = 1
"""Newest protocol version spoken here (rule V1)."""
