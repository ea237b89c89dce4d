"""What people type into addresses and filters, read with care: what makes no sense is nothing."""

from datetime import date

LONGEST = 100
DIGITS = 18
YEARS = range(1900, 2200)


def text(given: str) -> str:
    """Without what no database stores, and not endless."""
    return given.replace("\0", "").strip()[:LONGEST]


def key(given: str) -> int | None:
    """The key of a row."""
    return int(given) if given.isdecimal() and len(given) <= DIGITS else None


def keys(given: list[str], most: int) -> list[int]:
    return [found for one in given[:most] if (found := key(one)) is not None]


def day(given: str) -> date | None:
    try:
        found = date.fromisoformat(given)
    except ValueError:
        return None
    return found if found.year in YEARS else None
