"""Connections: which accounts are connected and how they are; the wizard that connects one, and changes it."""
