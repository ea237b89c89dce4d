"""Documents that were issued: the list, and one with its PDF."""
