"""The invoicing systems that a run may issue in, by connector."""

from collections.abc import Mapping

from tests.proof.systems.book import Book
from tests.proof.systems.fattureincloud import FattureInCloud
from tests.proof.systems.oblio import Oblio
from tests.proof.systems.smartbill import SmartBill
from tests.proof.systems.staged import SEEN, StagedSystem

SYSTEMS: Mapping[str, type[StagedSystem]] = {
    each.connector: each for each in (SmartBill, Book, Oblio, FattureInCloud)
}

__all__ = ["SEEN", "SYSTEMS", "StagedSystem"]
