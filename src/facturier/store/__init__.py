"""What is known, on disk: the tables and the few queries that guard the invariants."""
