"""The tables, one room each."""

from facturier.store.models.accounts import Company, Connection, Organisation, Route
from facturier.store.models.documents import (
    EXISTS,
    NOTHING_THERE,
    UNSETTLED,
    Division,
    Document,
    Sale,
    State,
)
from facturier.store.models.effects import Effect, Policy, Wish
from facturier.store.models.hooks import HookLine, Knock
from facturier.store.models.installation import Installation, LimitScope, Permit, Rate
from facturier.store.models.intents import (
    Attempt,
    Intent,
    Look,
    Occupancy,
    Outcome,
    Quarantine,
    SeriesBook,
    SeriesWalk,
    Stray,
    Watch,
)
from facturier.store.models.journal import Alarm, AuditEvent
from facturier.store.models.members import Member
from facturier.store.models.orders import CureRow, Order, SentByHand, Snapshot, Standing
from facturier.store.models.takings import LeftOut, TakingsDay, TakingsEntry, TakingsRegister, TakingsRow
from facturier.store.models.transmitted import Transmitted

__all__ = [
    "EXISTS",
    "NOTHING_THERE",
    "UNSETTLED",
    "Alarm",
    "Attempt",
    "AuditEvent",
    "Company",
    "Connection",
    "CureRow",
    "Division",
    "Document",
    "Effect",
    "HookLine",
    "Installation",
    "Intent",
    "Knock",
    "LeftOut",
    "LimitScope",
    "Look",
    "Member",
    "Occupancy",
    "Order",
    "Organisation",
    "Outcome",
    "Permit",
    "Policy",
    "Quarantine",
    "Rate",
    "Route",
    "Sale",
    "SentByHand",
    "SeriesBook",
    "SeriesWalk",
    "Snapshot",
    "Standing",
    "State",
    "Stray",
    "TakingsDay",
    "TakingsEntry",
    "TakingsRegister",
    "TakingsRow",
    "Transmitted",
    "Watch",
    "Wish",
]
