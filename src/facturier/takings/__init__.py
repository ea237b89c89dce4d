"""The register of daily takings: what belongs into it, on which day, at which VAT rate. Pure."""
