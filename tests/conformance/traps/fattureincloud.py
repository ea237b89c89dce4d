"""Traps of Fatture in Cloud's fact sheet, by section."""

from tests.conformance.arrangement import Trap

TRAPS = (Trap("placeholder", lambda: None),)
