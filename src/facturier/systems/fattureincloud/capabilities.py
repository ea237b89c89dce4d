"""What Fatture in Cloud can do through its API, and how it reckons (fact sheet, sections 5, 8, 10)."""

from datetime import timedelta

from msgspec.structs import replace

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.kinds import DocumentKind
from facturier.ports.capabilities import Capabilities, Limit, Settling

KINDS = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.PROFORMA,
        DocumentKind.RECEIPT,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.ORDER,
    }
)
STOCKED = frozenset({DocumentKind.INVOICE, DocumentKind.RECEIPT, DocumentKind.ORDER})
"""Orders move stock as well as invoices (section 15); a proforma never does."""
LIMIT = Limit(calls=300, window=timedelta(minutes=5), block=timedelta(minutes=5))
HOURLY, MONTHLY = 1000, 40_000
MAX_LINES, MAX_NAME = 200, 200
CURRENCIES = frozenset({"EUR"})

CAPABILITIES = Capabilities(
    kinds=KINDS,
    settling=Settling.BY_SEARCH,
    arithmetic=Arithmetic(
        entries=(Entry.GROSS, Entry.NET),
        vat_per=VatPer.RATE,
        price_decimals=2,
        amount_decimals=2,
        discount_lines=True,
        rounding_field=False,
        proved=False,
    ),
    limit=LIMIT,
    currencies=CURRENCIES,
    corrects_whole=True,
    corrects_part=True,
    corrections_share_series=False,
    deletes=True,
    makes_from=frozenset(
        (DocumentKind.INVOICE, before) for before in (DocumentKind.PROFORMA, DocumentKind.ORDER)
    ),
    pdf=True,
    statements=KINDS,
    payment_state=True,
    payments=True,
    lists_documents=True,
    stock=True,
    discharges_stock=True,
    discharges_with=STOCKED,
    max_lines=MAX_LINES,
    max_name=MAX_NAME,
    deadline=timedelta(seconds=60),
    lease=timedelta(seconds=180),
    doubt_horizon=timedelta(minutes=15),
)
"""Two decimals of gross prices are right whether or not prices are cut, and wherever VAT is rounded. Lengths are not
documented; these are long enough for any shop. In which direction exchange rates are written is not known: euro only.
"""


def declared(e_invoice: bool) -> Capabilities:
    """e_invoice: whether documents are made ready for SdI; others cannot be sent there."""
    return replace(CAPABILITIES, transmits=e_invoice, amends=e_invoice)
