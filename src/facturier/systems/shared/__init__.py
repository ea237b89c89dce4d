"""What several invoicing systems need and is no vendor's own."""
