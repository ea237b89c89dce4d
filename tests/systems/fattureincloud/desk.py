"""A simulated account, with short ways to what these tests look at."""

import json
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace
from tests.conformance.account import Account, Made
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.arrangements.fattureincloud import ARRANGEMENT

from facturier.model.draft import Draft, PaymentLine
from facturier.model.kinds import VatCategory
from facturier.model.totals import Totals
from facturier.systems.fattureincloud import CONNECTOR
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox
from facturier.systems.fattureincloud.sandbox.replies import Json

SUBJECT: Subject[SystemArrangement] = Subject(CONNECTOR, ARRANGEMENT)


def account(values: dict[str, Any] | None = None, **switches: Any) -> Account:
    return Account(SUBJECT, values, **switches)


def cloud(of: Account) -> FattureInCloudSandbox:
    return cast(FattureInCloudSandbox, of.sandbox)


def written(of: Account, made: Made) -> Json:
    """The document as the simulator has it."""
    return cloud(of).company().documents[int(made.issued.remote_id)]


def sent(of: Account) -> Json:
    """The body of the last create."""
    bodies = [
        one.request for one in of.line.tape if one.method == "POST" and one.url.endswith("/issued_documents")
    ]
    told: Json = json.loads(bodies[-1], parse_float=Decimal)["data"]
    return told


def paid(draft: Draft, amount: str = "", account: str = "PayPal [3]") -> Draft:
    """The draft with a payment of this much, or of all."""
    sum = Decimal(amount) if amount else draft.totals.payable
    line = PaymentLine("PayPal MP08 [6]", sum, draft.issue_date, account)
    return replace(draft, payment=line)


def with_vat(draft: Draft, name: str, percent: str, category: VatCategory) -> Draft:
    """All lines at another VAT type; what is to pay stays."""
    rate = Decimal(percent)
    lines = tuple(
        replace(line, vat=replace(line.vat, name=name, percent=rate, category=category))
        for line in draft.lines
    )
    gross = draft.totals.payable
    vat = (gross * rate / (100 + rate)).quantize(Decimal("0.01"))
    row = replace(draft.totals.rows[0], category=category, percent=rate, base=gross - vat, vat=vat)
    return replace(draft, lines=lines, totals=Totals((row,)))
