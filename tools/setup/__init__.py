"""Sets up a checkout from Python and pip alone. Standard library only: it runs before anything is installed."""
