"""A simulator of the Fatture in Cloud API v2, built from what is known of it and from what is guessed."""

from facturier.systems.fattureincloud.sandbox.app import FattureInCloudSandbox, create
from facturier.systems.fattureincloud.sandbox.switches import Switches

__all__ = ["FattureInCloudSandbox", "Switches", "create"]
