"""Makes the methods of the API's clients, in Python and TypeScript, from its description."""
