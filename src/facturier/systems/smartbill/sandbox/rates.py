"""Currencies that the vendor knows, with made-up reference rates: lei for one unit."""

from decimal import Decimal

from facturier.systems.smartbill.sandbox.answers import Refusal

_LEI = {
    "RON": "1",
    "EUR": "5.0871",
    "USD": "4.3925",
    "GBP": "5.7754",
    "CAD": "3.1302",
    "AUD": "2.8490",
    "CHF": "5.4630",
    "TRY": "0.1036",
    "CZK": "0.2101",
    "DKK": "0.6812",
    "HUF": "0.0132",
    "MDL": "0.2590",
    "SEK": "0.4629",
    "NOK": "0.4337",
    "JPY": "0.0281",
    "EGP": "0.0922",
    "PLN": "1.2001",
    "RUB": "0.0543",
    "AED": "1.1960",
    "BRL": "0.8214",
    "CNY": "0.6178",
    "HRK": "0.6752",
    "INR": "0.0495",
    "KRW": "0.0030",
    "MXN": "0.2393",
    "NZD": "2.4637",
    "RSD": "0.0434",
    "THB": "0.1355",
    "UAH": "0.1041",
    "XDR": "5.9711",
    "ZAR": "0.2552",
}


def in_lei(currency: str) -> Decimal:
    """Raises Refusal for a currency that the vendor does not list."""
    if currency not in _LEI:
        raise Refusal("Moneda nu a fost gasita pe server!")
    return Decimal(_LEI[currency])
