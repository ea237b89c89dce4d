"""A simulator of the SmartBill Cloud API, built from what is known of it and from what is guessed."""

from facturier.systems.smartbill.sandbox.app import SmartBillSandbox, create
from facturier.systems.smartbill.sandbox.switches import Switches

__all__ = ["SmartBillSandbox", "Switches", "create"]
