"""A simulator of the Oblio API, built from what is known of it and from what is guessed."""

from facturier.systems.oblio.sandbox.app import OblioSandbox, create
from facturier.systems.oblio.sandbox.switches import Switches

__all__ = ["OblioSandbox", "Switches", "create"]
