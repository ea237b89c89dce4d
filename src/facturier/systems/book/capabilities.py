"""What the book can do, and what it leaves to others."""

from datetime import timedelta

from facturier.model.kinds import DocumentKind
from facturier.ports.capabilities import Capabilities, Settling
from facturier.systems.book.countries import country
from facturier.systems.book.reckoning import ARITHMETIC

KINDS = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.PROFORMA,
        DocumentKind.RECEIPT,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.ORDER,
    }
)
MAX_LINES = 1000
MAX_NAME = 500
# With two decimals all of them, as every amount here has.
_CURRENCIES = (
    "RON EUR PLN USD GBP CHF CZK HUF BGN DKK SEK NOK MDL UAH TRY RSD BAM MKD ALL GEL CAD AUD NZD ILS AED SAR ZAR "
    "CNY HKD SGD MXN BRL INR"
)
CURRENCIES = frozenset(_CURRENCIES.split())
PAYMENT_TYPES = ("transfer", "card", "cash", "on delivery", "voucher", "other")


def declared(country_code: str) -> Capabilities:
    """No limit of calls. A transaction that has not ended by its deadline is undone, so doubts end soon."""
    return Capabilities(
        kinds=KINDS,
        settling=Settling.BY_KEY,
        arithmetic=ARITHMETIC,
        limit=None,
        currencies=CURRENCIES,
        corrects_whole=True,
        corrects_part=True,
        cancels=country(country_code).cancels,
        makes_from=frozenset(
            (DocumentKind.INVOICE, before) for before in (DocumentKind.PROFORMA, DocumentKind.ORDER)
        ),
        traces_proforma=True,
        pdf=True,
        statements=KINDS,
        payment_state=True,
        payments=True,
        lists_documents=True,
        max_lines=MAX_LINES,
        max_name=MAX_NAME,
        deadline=timedelta(seconds=30),
        lease=timedelta(seconds=60),
        doubt_horizon=timedelta(seconds=60),
        look_pause=timedelta(seconds=5),
    )
