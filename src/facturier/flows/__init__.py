"""What happens to an order and its documents, one step at a time. Every flow may be called by anyone, at any
time, twice at once: it reads the state, does the next thing, commits and returns."""
