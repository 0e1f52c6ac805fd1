"""Work that is done afterwards: one table of jobs in the database, a loop that does them, regular ones on a schedule."""
