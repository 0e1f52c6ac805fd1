"""Page views and what visitors did in them, kept where the team wants it."""
