"""What SmartBill can do through its V1 interface, and how it reckons (fact sheet, sections 1, 3, 7, 13)."""

from datetime import timedelta

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.kinds import DocumentKind
from facturier.ports.capabilities import Capabilities, Limit, Settling

LIMIT = Limit(calls=30, window=timedelta(seconds=10), block=timedelta(minutes=10))
MAKES_FROM = frozenset({(DocumentKind.INVOICE, DocumentKind.PROFORMA)})
MAX_LINES = 400
_CURRENCIES = (
    "RON EUR USD GBP CAD AUD CHF TRY CZK DKK HUF MDL SEK NOK JPY EGP PLN RUB AED BRL CNY HRK INR KRW MXN NZD "
    "RSD THB UAH XDR ZAR"
)
CURRENCIES = frozenset(_CURRENCIES.split())


def declared(price_decimals: int) -> Capabilities:
    """Gross entry comes first: with two decimals it is right whether VAT is rounded per line or per rate.

    The rule itself is stated nowhere, so it stays unproved. `emails` is off although the service can mail:
    mailing on issue would go out before the total was verified.
    """
    return Capabilities(
        kinds=frozenset({DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.CREDIT_NOTE}),
        settling=Settling.BY_NUMBER,
        arithmetic=Arithmetic(
            entries=(Entry.GROSS, Entry.NET),
            vat_per=VatPer.LINE,
            price_decimals=price_decimals,
            amount_decimals=2,
            discount_lines=True,
            rounding_field=False,
            proved=False,
        ),
        limit=LIMIT,
        currencies=CURRENCIES,
        corrects_whole=True,
        corrects_part=True,
        corrections_share_series=True,
        cancels=True,
        restores=True,
        deletes=True,
        by_number=True,
        makes_from=MAKES_FROM,
        copies_original=True,
        traces_proforma=True,
        prepares_only=True,
        pdf=True,
        statements=frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}),
        payment_state=True,
        payments=True,
        stock=True,
        discharges_stock=True,
        max_lines=MAX_LINES,
        deadline=timedelta(seconds=130),
        lease=timedelta(seconds=180),
        doubt_horizon=timedelta(minutes=15),
    )
