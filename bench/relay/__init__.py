"""How many messages a second of server CPU relays, from visitors to viewers."""
