"""Routes: which sales of a shop become documents in which system; tried on real orders before they are saved."""
