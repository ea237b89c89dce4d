"""What somebody with the database's password does to rows that are written once; a check of the book must see it."""

from datetime import timedelta

from django.db import connection
from django.db.utils import OperationalError
from tests.proof.deeds.asked import asked
from tests.proof.deeds.takings import register
from tests.proof.ground import Ground
from tests.proof.hands import other_hands

from facturier.flows import takings_check
from facturier.ports.clock import business_date

MONTH = timedelta(days=31)
_TAKINGS = "UPDATE store_takingsrow SET gross = gross + 1"


def change_rows(ground: Ground, order: int = 0, name: str = "") -> None:
    """In the system's own book."""
    with other_hands():
        if _changes(ground, name, ground.vendor.tampered[name]):
            report = asked(ground, ground.vendor.verifies, {})
            ground.tell(f"{name}: {report.said}")
            if report.good:
                ground.unseen.append(name)


def change_takings(ground: Ground, order: int = 0) -> None:
    """In closed days of the register of takings."""
    with other_hands():
        found = register(ground)
        if found is not None and _changes(ground, "other takings", _TAKINGS):
            today = business_date(ground.env.clock.now(), found.company.facts.zone)
            wrong = takings_check.check(ground.env, found, today - MONTH, today).wrong
            ground.tell(f"other takings: {[*map(str, wrong)]}")
            if not wrong:
                ground.unseen.append("other takings")


def _changes(ground: Ground, name: str, sql: str) -> bool:
    """Whether there was anything to change, and nobody just had it in use."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return bool(cursor.rowcount > 0)
    except OperationalError as error:
        ground.tell(f"{name}: cannot, {type(error).__name__}")
        return False
