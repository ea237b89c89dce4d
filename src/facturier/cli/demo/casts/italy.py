"""Italy: two shops into one account of Fatture in Cloud, each with a numbering of its own."""

from typing import Any

from facturier.cli.demo.cast import Cast, Pair, Player, System
from facturier.drafting.company import Company, Dated
from facturier.takings.judge import Abroad

TEAMSYSTEM = Player(
    connector="teamsystem",
    entered={"provinces": "13637 = IT-TO\n13600 = IT-MI"},
)
WOOCOMMERCE = Player(connector="woocommerce", label="WooCommerce IT", given={"country": "IT"})
FATTURE_IN_CLOUD = System(
    connector="fattureincloud",
    entered={"suffixes": "/ /WEB", "e_invoice": "true"},
    creates="^POST .*/issued_documents$",
)

_USUAL: dict[str, Any] = {
    "mentions": "Ordine %(order)s",
    "due_days": 30,
    "shipping_vat": "goods_rate",
    # Sales to buyers abroad below the threshold of article 59c of Directive 2006/112/EC carry the seller's own rate.
    "vat_rules": [{"percent": "19", "country": "EU", "to_percent": "22"}],
}
FROM_TEAMSYSTEM: dict[str, Any] = {
    **_USUAL,
    "series": "/",
    "selection": {"statuses": ["1", "2", "3", "4", "5"]},
}
FROM_WOOCOMMERCE: dict[str, Any] = {
    **_USUAL,
    "series": "/WEB",
    "payments": [
        {"method": "cod", "title": "Contrassegno", "type": "Contrassegno MP01 [7]"},
        {
            "method": "paypal",
            "title": "PayPal",
            "type": "PayPal MP08 [6]",
            "account": "PayPal [3]",
            "record": True,
        },
    ],
    # Who asked for no invoice gets an order document, and the sale goes into the register of takings.
    "unasked": "order",
    "selection": {"unpaid_methods": ["cod"]},
    "write_back": {"comment": "%(series)s %(number)s %(link)s"},
}

ITALY = Cast(
    company=Company(
        name="Bottega Demo Srl",
        country="IT",
        tax_id="IT01234567897",
        zone="Europe/Rome",
        currency="EUR",
        vat_payer=(Dated(),),
    ),
    pairs=(
        Pair(TEAMSYSTEM, FATTURE_IN_CLOUD, FROM_TEAMSYSTEM),
        Pair(WOOCOMMERCE, FATTURE_IN_CLOUD, FROM_WOOCOMMERCE),
    ),
    abroad=Abroad.HOME,
)
