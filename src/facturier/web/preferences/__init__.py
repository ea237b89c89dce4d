"""Language, look and organisation, as a person likes them."""
