"""Pause and resume, at every level."""
