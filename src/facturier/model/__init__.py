"""Money, parties, orders, drafts and documents. Pure data: no I/O, no framework, no vendor."""
