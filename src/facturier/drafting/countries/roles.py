"""Whose address or name is being checked, and what that means for a finding."""

from enum import StrEnum

from facturier.model.finding import Cure, Finding, Severity
from facturier.model.message import Message


class Role(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    SHIP_TO = "ship_to"

    def path(self, field: str) -> str:
        """Path of an address field in the order: `buyer.address.city`, `ship_to.city`."""
        return f"{self}.{field}" if self is Role.SHIP_TO else f"{self}.address.{field}"

    @property
    def required(self) -> Severity:
        """A delivery address may be left out of a document, so what it lacks only warns."""
        return Severity.WARN if self is Role.SHIP_TO else Severity.HOLD

    def finding(
        self, severity: Severity, code: str, field: str, message: Message, proposal: str = ""
    ) -> Finding:
        """A finding on an address field, whose cure is a value for that field."""
        path = self.path(field)
        return Finding(severity, code, path, message, Cure(path, proposal))
