"""Whose register a page shows, and which month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404

from facturier.flows.takings_close import companies
from facturier.store.models import Company, Order, TakingsRegister
from facturier.store.takings import orders_of, shops_of
from facturier.web import typed
from facturier.web.reader import Reader

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Months:
    """The month that is shown, and its neighbours as far as the register goes; None: there is none."""

    first: date
    before: date | None
    after: date | None

    @property
    def last(self) -> date:
        return _next(self.first) - ONE


def companies_of(reader: Reader) -> Sequence[Company]:
    """The reader's companies whose country knows a register."""
    return companies(reader.chosen)


def company_of(reader: Reader, key: int) -> Company:
    """Raises Http404 for somebody else's, and where the country knows no register."""
    found = next((one for one in companies_of(reader) if one.pk == key), None)
    if found is None:
        raise Http404(f"no register of company {key}")
    return found


def register_of(company: Company) -> TakingsRegister | None:
    return TakingsRegister.objects.select_related("company").filter(company=company).first()


def kept(reader: Reader, key: int) -> TakingsRegister:
    """The register of a company. Raises Http404 where none is kept."""
    register = register_of(company_of(reader, key))
    if register is None:
        raise Http404(f"company {key} keeps no register")
    return register


def order_of(register: TakingsRegister, key: int) -> Order:
    order = orders_of(register.company, shops_of(register.company)).filter(pk=key).first()
    if order is None:
        raise Http404(f"no order {key}")
    return order


def months(given: str, since: date, today: date) -> Months:
    """given: `2026-11`; what makes no sense, or lies outside the register, is this month."""
    asked = typed.day(f"{given}-01")
    begins = since.replace(day=1)
    first = asked if asked is not None and begins <= asked <= today else today.replace(day=1)
    before = (first - ONE).replace(day=1)
    after = _next(first)
    return Months(first, before if before >= begins else None, after if after <= today else None)


def _next(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
