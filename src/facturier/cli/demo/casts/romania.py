"""Romania: two shops into two invoicing accounts, and a folder of files into the book, with no account anywhere.

A company numbers its invoices once: each system has a series of its own.
"""

from decimal import Decimal
from typing import Any

from facturier.cli.demo.cast import Cast, Pair, Player, Published, System
from facturier.drafting.company import Company, Dated

MAGENTO = Player(connector="magento")
WOOCOMMERCE = Player(connector="woocommerce", label="WooCommerce RO")
FOLDER = Player(connector="files")
SMARTBILL = System(connector="smartbill", creates="^POST .*/invoice")
OBLIO = System(connector="oblio", creates="^POST /api/docs/invoice$")
BOOK = System(connector="book", given={"invoice_series": "CARTE"}, creates="^POST /documents$", share=1.0)

_SUPPLY = "Intra-Community supply, exempt under article 138 of Directive 2006/112/EC"
_VAT_RULES = [
    {
        "percent": "0",
        "country": "EU",
        "buyer": "company",
        "category": "K",
        "name": "SDD",
        "reason": _SUPPLY,
    },
    # Sales abroad below the threshold of article 59c of that Directive carry the seller's own rate.
    {"percent": "19", "country": "EU", "to_percent": "21"},
    {"percent": "22", "country": "EU", "to_percent": "21"},
    {"percent": "23", "country": "EU", "to_percent": "21"},
]
_WEB: dict[str, Any] = {
    "mentions": "Order %(order)s",
    "due_days": 14,
    "shipping_vat": "goods_rate",
    "stored_value": "payment",
    "vat_rules": _VAT_RULES,
    "write_back": {"comment": "%(series)s %(number)s %(link)s"},
}
TO_SMARTBILL: dict[str, Any] = {
    **_WEB,
    "series": "FCT",
    "payments": [
        {"method": "checkmo", "title": "Ordin de plată", "type": "Ordin plata", "record": True},
        {"method": "cashondelivery", "title": "Ramburs", "type": "Ramburs"},
    ],
    "selection": {"unpaid_methods": ["cashondelivery"]},
}
TO_OBLIO: dict[str, Any] = {
    **_WEB,
    "series": "WEB/Ș 1",
    "payments": [
        {"method": "cod", "title": "Ramburs", "type": "Ramburs"},
        {"method": "card", "title": "Card", "type": "Card", "record": True},
    ],
    "selection": {"unpaid_methods": ["cod"]},
}
TO_BOOK: dict[str, Any] = {"series": "CARTE", "due_days": 14}

ROMANIA = Cast(
    company=Company(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id="RO12345674",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(),),
    ),
    pairs=(
        Pair(MAGENTO, SMARTBILL, TO_SMARTBILL),
        Pair(WOOCOMMERCE, OBLIO, TO_OBLIO),
        Pair(FOLDER, BOOK, TO_BOOK),
    ),
    rates=(Published("BNR", "EUR", "RON", Decimal("5.0874")),),
)
