"""Orders that real Magento shops made, with invented customers."""

from decimal import Decimal
from importlib.resources import files

import msgspec

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.orders.sample import DemoOrder, Fate

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
REAL_ORDERS = {
    "real-ro-b2b": "01_ro_b2b_cui",
    "real-ro-cod": "02_ro_b2c_cod",
    "real-it-person": "03_it_b2c_codice_fiscale",
    "real-coupon": "06_ro_coupon_percent",
    "real-gross-b2b": "incl_01_ro_b2b_cui",
    "real-gross-coupon": "incl_06_ro_coupon_percent",
    "real-it-refunded": "12_order_03_after_refund",
}
_BEFORE_REFUND = "real-it-person"
_REFUNDED = "real-it-refunded"


def real(name: str) -> Json:
    """The document in `name`.json, figures exact."""
    raw = files(__package__).joinpath(f"{name}.json").read_bytes()
    document: Json = _DECODER.decode(raw)
    return document


def real_orders() -> list[DemoOrder]:
    """All but the earlier state of the refunded one, which has the same entity id.

    The refunded one's codice fiscale has a wrong check letter: a person must look at it.
    """
    return [
        DemoOrder(key, real(name), Fate.HELD if key == _REFUNDED else Fate.READY, documents=_documents(key))
        for key, name in REAL_ORDERS.items()
        if key != _BEFORE_REFUND
    ]


def _documents(key: str) -> tuple[tuple[str, Json], ...]:
    if key != _REFUNDED:
        return ()
    return (
        ("invoices", real("10_invoice_of_03")),
        ("creditmemos", real("12_creditmemo_partial_of_03")),
    )
