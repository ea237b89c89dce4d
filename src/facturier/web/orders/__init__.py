"""The list of orders: find, choose, issue or close many at once."""
