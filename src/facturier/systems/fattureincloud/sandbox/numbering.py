"""Numbers: the next free one of a numeration, and the order of dates within it (fact sheet, section 11)."""

from datetime import date

from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem, invalid
from facturier.systems.fattureincloud.sandbox.switches import Switches

LATER = "Esiste già una fattura con data successiva a quella indicata."
EARLIER = "Impossibile salvare: esiste già una fattura con data antecedente ma numero superiore."
TAKEN = "Esiste già un documento con lo stesso numero."


def next_number(company: Company, type: str, year: int, numeration: str) -> int:
    taken = company.numbered(type, year, numeration)
    return int(taken[-1]["number"]) + 1 if taken else 1


def admitted(
    company: Company, type: str, day: date, numeration: str, number: int | None, switches: Switches
) -> int:
    """The number of a new document; raises Problem 409 where it would break the order of dates."""
    if numeration not in company.numerations and switches.unknown_numeration == "refused":
        raise invalid({"data.numeration": ["The selected data.numeration is invalid."]})
    wanted = number if number is not None else next_number(company, type, day.year, numeration)
    for other in company.numbered(type, day.year, numeration):
        _beside(other, wanted, day.isoformat(), switches)
    return wanted


def _beside(other: Json, number: int, day: str, switches: Switches) -> None:
    if other["number"] == number and switches.duplicate_number == "refused":
        raise Problem(409, TAKEN)
    if other["number"] < number and other["date"] > day:
        raise Problem(409, LATER)
    if other["number"] > number and other["date"] < day:
        raise Problem(409, EARLIER)


def told(company: Company, type: str, year: int, switches: Switches) -> Json:
    """Year -> suffix -> number; whether it is the next or the last is not known."""
    less = 1 if switches.numerations == "last" else 0
    return {
        str(year): {
            suffix: next_number(company, type, year, suffix) - less for suffix in sorted(company.numerations)
        }
    }
