"""Fetching URLs that others gave: guarded, pinned, bounded."""

from userview.adapters.egress.guarded import EgressLimits, GuardedEgress

__all__ = ["EgressLimits", "GuardedEgress"]
