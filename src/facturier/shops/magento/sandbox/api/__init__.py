"""The REST doors of the simulated shop, one module for each family of routes."""
