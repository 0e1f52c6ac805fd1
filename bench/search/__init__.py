"""How long a search takes among 200,000 visitors, on both databases."""
