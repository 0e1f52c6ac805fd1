"""What `./test` runs: the checks, their order, and what is told of them."""
