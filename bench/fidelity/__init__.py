"""How exact the mirror is, beside its peer, on pages that others wrote."""
