"""Where the server listens, under which names, and what it shows there that is not REST: files, pages, headers."""
