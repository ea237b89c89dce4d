"""Words that a document needs where neither shop nor route gives them, in the seller's language."""

from msgspec import Struct


class Words(Struct, frozen=True):
    piece: str
    discount: str
    rounding: str
    adjustment: str


_BY_COUNTRY = {
    "RO": Words("buc", "Reducere", "Rotunjire", "Ajustare"),
    "IT": Words("pz", "Sconto", "Arrotondamento", "Rettifica"),
    "PL": Words("szt", "Rabat", "Zaokrąglenie", "Korekta"),
}
_ENGLISH = Words("pcs", "Discount", "Rounding", "Adjustment")


def words_of(country: str) -> Words:
    """country: ISO code of the seller."""
    return _BY_COUNTRY.get(country, _ENGLISH)
