"""How many requests a second of server CPU the REST API answers."""
