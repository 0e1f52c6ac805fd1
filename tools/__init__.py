"""Developers' tools: setting up a checkout, running every check, running the generators."""
