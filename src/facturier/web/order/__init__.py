"""One order: everything about it, and why."""
