"""VAT categories against each other and against the buyer (EN 16931, families BR-O, BR-AE, BR-IC, BR-E)."""

from collections.abc import Iterator, Sequence

from facturier.drafting.wanted import WantedLine
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.kinds import VatCategory
from facturier.model.message import say
from facturier.model.party import Party

_REASONED = {
    VatCategory.EXEMPT: "BR-E-10",
    VatCategory.REVERSE_CHARGE: "BR-AE-10",
    VatCategory.INTRA_COMMUNITY: "BR-IC-10",
    VatCategory.EXPORT: "BR-G-10",
}
_WITH_BUYER_ID = {VatCategory.REVERSE_CHARGE: "BR-AE-02", VatCategory.INTRA_COMMUNITY: "BR-IC-02"}


def category_findings(lines: Sequence[WantedLine], buyer: Party) -> Iterator[Finding]:
    treatments = list(dict.fromkeys([line.vat for line in lines]))
    categories = {vat.category for vat in treatments}
    if VatCategory.OUTSIDE in categories and len(categories) > 1:
        message = say(
            "Lines outside the scope of VAT cannot stand beside others. Map them as exempt (E) with a reason."
        )
        yield Finding(Severity.HOLD, "BR-O-11", "lines", message)
    for vat in treatments:
        if vat.category in _REASONED and not vat.reason:
            message = say(
                "The VAT category %(category)s needs its exemption text. Add it to the VAT rule.",
                category=vat.category.value,
            )
            yield Finding(Severity.HOLD, _REASONED[vat.category], "vat_rules", message)
    for category in sorted(categories & _WITH_BUYER_ID.keys()):
        if not buyer.tax_id:
            message = say(
                "The VAT category %(category)s needs the buyer's VAT number. Enter it, or charge VAT.",
                category=category.value,
            )
            yield Finding(
                Severity.HOLD, _WITH_BUYER_ID[category], "buyer.tax_id", message, Cure("buyer.tax_id")
            )
