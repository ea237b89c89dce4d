"""Traps of Oblio's fact sheet, by section."""

from tests.conformance.arrangement import Trap

TRAPS = (Trap("x", lambda: None),)
