"""How real widgets react to agents, beside how they react to people."""
