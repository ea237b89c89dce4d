"""The commands, one room each: `add_to(app)` registers what a room has."""
