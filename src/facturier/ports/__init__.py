"""What a system, a shop and an outlet offer, and the one HTTP client through which all of them speak."""
