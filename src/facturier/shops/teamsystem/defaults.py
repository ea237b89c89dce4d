"""What is assumed of a shop whose owner says nothing else."""

from enum import StrEnum

API = "https://connect.storeden.com/v1.1"
STATUSES = """0 = open
1 = open, paid
2 = open
3 = complete
4 = complete, paid
5 = complete, paid
6 = cancelled"""
FIELDS = """shipping = cart.shippin*
payment = payment.name | payment.title | payment.method | payment
currency = currency | cart.currency
vat = tax_rate | vat_rate
personal_id = billing.fiscal_code | billing.codice_fiscale
recipient_code = billing.sdi_code | billing.sdi
pec = billing.pec
note = note | notes | customer_note"""
"""Guesses: the vendor's description of an order is cut off. Each must prove itself, shipping by the order's total."""
UPDATED_PLACES = ("since", "until", "limit", "skip")
STATUS_PLACES = ("order", "status")


class VatSource(StrEnum):
    """Whose VAT rate a line gets that names none itself: that of its product's tax profile, or the usual one."""

    PRODUCT = "product"
    USUAL = "usual"
