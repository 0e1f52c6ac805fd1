"""Hostile pages and streams in the mirror, live and from a recording."""
