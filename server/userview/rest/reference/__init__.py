"""The reference of the API at `/docs`: one page made from its description, with its own style and script, and nothing from elsewhere."""
