"""How a share of the takings is taxed, and the VAT that is contained in a day's takings."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import VatCategory
from facturier.model.money import rounded

_HUNDRED = Decimal(100)


class Treatment(Struct, frozen=True, order=True):
    """category: EN 16931 code (S taxed, E exempt, ...), for the register keeps them apart; percent: the VAT rate."""

    category: VatCategory
    percent: Decimal


class Share(Struct, frozen=True):
    """A gross amount, VAT included, at one treatment. Negative where something is taken back."""

    treatment: Treatment
    gross: Decimal


def taxable(gross: Decimal, percent: Decimal) -> Decimal:
    """The taxable amount within takings, by the law's division (*scorporo*): divided by 122 where the rate is 22 %,
    times one hundred, to the nearest cent (art. 27 DPR 633/1972 [guess: the text could not be opened here]). The VAT
    is what remains of the gross.

    It is done once, on a day's sum at one rate, never order by order. Takings below zero mirror those above.
    """
    return rounded(gross * _HUNDRED / (_HUNDRED + percent))


def merged(shares: list[Share] | tuple[Share, ...]) -> dict[Treatment, Decimal]:
    """The sum of each treatment; those that come to nothing are left out."""
    sums: dict[Treatment, Decimal] = {}
    for share in shares:
        sums[share.treatment] = sums.get(share.treatment, Decimal(0)) + share.gross
    return {treatment: gross for treatment, gross in sums.items() if gross}
