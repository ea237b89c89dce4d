"""What Oblio can do through its interface, and how it reckons (fact sheet, sections 1, 3, 4, 6, 7, 13)."""

from datetime import timedelta

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.kinds import DocumentKind
from facturier.ports.capabilities import Capabilities, Limit, Settling

# An older rule blocks a token for ten minutes; how long the newer ones do is told nowhere.
_BLOCK = timedelta(minutes=10)
LIMIT = Limit(calls=30, window=timedelta(seconds=10), block=_BLOCK)
CREATE_LIMIT = Limit(calls=30, window=timedelta(seconds=100), block=_BLOCK)
MAKES_FROM = frozenset({(DocumentKind.INVOICE, DocumentKind.PROFORMA)})
MAX_LINES = 400
# Oblio lists none: those for which BNR publishes a rate.
_CURRENCIES = (
    "RON EUR USD GBP CHF AED AUD BRL CAD CNY CZK DKK EGP HUF INR JPY KRW MDL MXN NOK NZD PLN RSD RUB SEK THB TRY "
    "UAH XDR ZAR"
)
CURRENCIES = frozenset(_CURRENCIES.split())
KINDS = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.PROFORMA,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.DELIVERY_NOTE,
    }
)


def declared(price_decimals: int) -> Capabilities:
    """Gross entry comes first: with two decimals it is right whether VAT is rounded per line or per rate.

    The rule itself is stated nowhere, so it stays unproved. `emails` is off although Oblio can mail: mailing on issue
    would go out before the total was verified. Nothing can be left unfinished: no field of a create makes a draft.
    """
    return Capabilities(
        kinds=KINDS,
        settling=Settling.BY_KEY,
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
        create_limit=CREATE_LIMIT,
        currencies=CURRENCIES,
        corrects_whole=True,
        corrects_part=True,
        cancels=True,
        restores=True,
        deletes=True,
        by_number=True,
        lists_cancelled=True,
        makes_from=MAKES_FROM,
        copies_original=True,
        pdf=True,
        statements=frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}),
        payment_state=True,
        payments=True,
        stock=True,
        discharges_stock=True,
        discharges_with=frozenset({DocumentKind.INVOICE, DocumentKind.DELIVERY_NOTE}),
        transmits=True,
        max_lines=MAX_LINES,
        deadline=timedelta(seconds=130),
        lease=timedelta(seconds=180),
        doubt_horizon=timedelta(minutes=15),
    )
