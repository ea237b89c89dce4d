"""The registers of daily takings beside the invoices: each sale is in one of them, and in one alone."""

from dataclasses import dataclass
from decimal import Decimal

from facturier.flows.env import Env
from facturier.flows.takings_check import check
from facturier.model.message import Message
from facturier.ports.clock import business_date
from facturier.store.models import TakingsRegister
from facturier.takings.judge import Verdict


@dataclass(frozen=True)
class Register:
    """Orders of a company since its register began. orders: those whose sale is in it; written: what it has of them,
    VAT included. wrong: sales that are in both, in neither without a reason, or there with another sum."""

    company: str
    orders: int
    invoiced: int
    written: Decimal
    currency: str
    wrong: list[Message]


def registers(env: Env) -> list[Register]:
    rows = TakingsRegister.objects.select_related("company").order_by("pk")
    return [_told(env, register) for register in rows]


def _told(env: Env, register: TakingsRegister) -> Register:
    facts = register.company.facts
    found = check(env, register, register.since, business_date(env.clock.now(), facts.zone))
    counted = {kind.verdict: kind.orders for kind in found.kinds}
    return Register(
        facts.name,
        counted.get(Verdict.COUNTED, 0),
        counted.get(Verdict.INVOICED, 0),
        found.written,
        facts.currency,
        list(found.wrong),
    )
