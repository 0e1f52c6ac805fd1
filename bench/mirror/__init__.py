"""What the mirror costs and how quick it is, beside its peer."""
