"""What people do on the pages of SmartBill with documents, payments and goods that are there."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.book import Document, Kind, Product
from facturier.systems.smartbill.sandbox.seed import SHOP

PART = "5.00"
PLENTY = Decimal(1000)


class SmartBillPages:
    """Each tells what it did. `series`: of our invoices."""

    def __init__(self, sandbox: SmartBillSandbox, series: str) -> None:
        self._sandbox = sandbox
        self._series = series
        self._goods: list[Product] = []

    @property
    def deeds(self) -> Mapping[str, Callable[[], str]]:
        return {
            "pay part": self._pay_part,
            "reword": self._reword,
            "issue ahead": self._issue_ahead,
            "delete credit": self._delete_credit,
            "lose a product": self._lose,
            "sell a product out": self._sell_out,
            "tidy products": self._tidy,
        }

    def keeps(self, codes: Sequence[str]) -> None:
        """From now on the account goes by codes, and has enough of each in its shop."""
        company = self._sandbox.company()
        company.uses_codes = True
        self._goods = [Product(code, code, "buc") for code in codes]
        self._tidy()

    def _last(self) -> Document | None:
        there = self._sandbox.company().documents
        ours = [one for one in there if one.kind is Kind.INVOICE and one.series == self._series]
        return next((one for one in reversed(ours) if not one.draft and not one.deleted), None)

    def _pay_part(self) -> str:
        last = self._last()
        if last is None or last.cancelled or last.total - last.paid <= Decimal(PART):
            return "finds nothing to pay"
        return f"notes {self._sandbox.person.pay(self._series, last.number, PART)} of {last.number} as paid"

    def _reword(self) -> str:
        """The newest invoice says something else, without a mark."""
        last = self._last()
        if last is None:
            return "finds nothing to reword"
        last.mentions = last.observations = "Multumim!"
        return f"rewords {last.number}"

    def _issue_ahead(self) -> str:
        """A few at once: our own number is not the next one any more."""
        made = [self._sandbox.person.issue(self._series, "33.00") for _ in range(3)]
        return f"issues {', '.join(made)}"

    def _delete_credit(self) -> str:
        """Only the last of a series can go. (Of one that is cancelled SmartBill tells nothing: see docs/proof.md.)"""
        last = self._last()
        if last is None or last.total >= 0:
            return "finds no credit note that can be deleted"
        return f"deletes the credit note {self._sandbox.person.delete_last(self._series)}"

    def _lose(self) -> str:
        company, lost = self._sandbox.company(), self._goods[0]
        company.products = [one for one in company.products if one is not lost]
        return f"deletes the product {lost.code}"

    def _sell_out(self) -> str:
        for product in self._goods:
            self._sandbox.company().stock[SHOP, product] = Decimal(0)
        return "has nothing left"

    def _tidy(self) -> str:
        """Everything is there again, and enough of it."""
        company = self._sandbox.company()
        company.products += [one for one in self._goods if one not in company.products]
        for product in self._goods:
            company.stock[SHOP, product] = PLENTY
        return "takes stock"
