"""The working sheet of one VAT rate: rows with their prices so far, and what is still missing."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting.fitting.demand import Demand
from facturier.drafting.fitting.pricing import exact, nearest
from facturier.drafting.fitting.rule import Pieces, Rule
from facturier.drafting.fitting.slots import Slot
from facturier.model.money import ZERO, total


class Sheet:
    """Mutable, and private to one walk. Everything is indexed like `slots`.

    aims: the amount each row should come to, as entered (gross or net). pieces: the rows as priced.
    amounts, vats: what they come to; amount, vat: their sums. reached: whether the gross was ever
    right, so that only VAT stood in the way.
    """

    __slots__ = (
        "aims",
        "amount",
        "amounts",
        "decimals",
        "demand",
        "goal",
        "pieces",
        "reached",
        "rule",
        "slots",
        "vat",
        "vats",
    )

    def __init__(
        self,
        slots: Sequence[Slot],
        aims: Sequence[Decimal],
        rule: Rule,
        demand: Demand,
        goal: Decimal,
        decimals: range,
    ) -> None:
        """decimals: of a unit price, from the fewest worth trying to the most allowed."""
        self.slots = slots
        self.aims = aims
        self.rule = rule
        self.demand = demand
        self.goal = goal
        self.decimals = decimals
        self.pieces: list[Pieces] = [()] * len(slots)
        self.amounts = [ZERO] * len(slots)
        self.vats = [ZERO] * len(slots)
        self.amount = self.vat = ZERO
        self.reached = False

    @property
    def gap(self) -> Decimal:
        """What the rate still misses, as the rule counts it."""
        return self.goal - self.rule.counted(self.amount, self.vat)

    def put(self, index: int, pieces: Pieces) -> None:
        """Give a row these prices."""
        amount, vat = self.rule.weigh(pieces)
        self.amount += amount - self.amounts[index]
        self.vat += vat - self.vats[index]
        self.pieces[index] = pieces
        self.amounts[index] = amount
        self.vats[index] = vat

    def counted(self, index: int) -> Decimal:
        """What a row adds to the goal."""
        return self.rule.counted(self.amounts[index], self.vats[index])

    def price(self, decimals: int) -> None:
        """One price for every row that is not exact yet, nearest to its aim."""
        row = self.rule.row
        for index, (slot, aim) in enumerate(zip(self.slots, self.aims, strict=True)):
            if not self.pieces[index] or self.amounts[index] != aim:
                quantity = slot.quantity
                price = nearest(quantity, aim, decimals)
                self.pieces[index] = ((quantity, price),)
                self.amounts[index], self.vats[index] = row(quantity, price)
        self.amount, self.vat = total(self.amounts), total(self.vats)

    def reprice(self, most: int) -> None:
        """One price for every row, with the fewest decimals up to `most` that are exact, else nearest."""
        places = self.rule.places
        choices = range(self.decimals.start, most + 1)
        for index, slot in enumerate(self.slots):
            price = exact(slot.quantity, self.aims[index], choices, places)
            if price is None:
                price = nearest(slot.quantity, self.aims[index], most)
            self.put(index, ((slot.quantity, price),))

    def is_close(self) -> bool:
        """Whether every row is within a cent of its aim, so that none hides behind another's error."""
        if self.amounts == self.aims:
            return True
        unit = self.rule.unit
        return all(abs(amount - aim) <= unit for amount, aim in zip(self.amounts, self.aims, strict=True))

    def fits(self) -> bool:
        """Gross exact and VAT right for this rate."""
        if self.gap:
            return False
        self.reached = True
        return self.demand.accepts(self.rule.vat_of_rate(self.amount, self.vat))
