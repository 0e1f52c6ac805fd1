"""How long a page of the list of sessions takes among 200,000, on both databases."""
