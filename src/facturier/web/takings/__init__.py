"""The register of daily takings: its months, its days, and what keeps a day open."""
