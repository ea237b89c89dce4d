"""Whether the page and its database answer."""
