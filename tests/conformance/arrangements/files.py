"""How the simulated folder is arranged for the suite."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tests.conformance.arrangement import MayLack, Switches, Values

from facturier.drafting.company import Company, Dated
from facturier.ports.offers import VatOffer
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.files import results, schema
from facturier.shops.files.sandbox import FORMS, FilesSandbox, create, create_filled
from facturier.shops.files.sandbox.person import Person, money


class FilesArrangement:
    """See `tests.conformance.arrangement.ShopArrangement`."""

    optional: Mapping[str, MayLack] = {}

    seller = Company(
        name="Vânzător SRL",
        country="RO",
        tax_id="RO14399840",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    vat: Sequence[VatOffer] = (
        VatOffer("Normala", Decimal(21)),
        VatOffer("Redusa", Decimal(11)),
        VatOffer("SDD", Decimal(0)),
    )
    paging: Sequence[Switches] = tuple({"form": form} for form in FORMS)
    limits: Sequence[Switches] = ()
    marks: Mapping[str, str] = {
        "SmartBill ABC 45": "45",
        "Oblio FO 12 https://oblio.example/fo-12": "12",
    }
    harmless: Sequence[str] = (
        "Clientul cere factura pe firma.",
        "Factura ABC 45 a fost ceruta pe hartie",
        "SmartBill: the connection failed, we shall try again",
    )
    status = "facturat"

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def stocked(self, clock: VirtualClock) -> Sandbox:
        return create_filled(clock=clock)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings("")

    def broken(self, values: Values) -> Mapping[str, Values]:
        """The lost folder is that of a share that is not mounted."""
        return {
            "a folder that is not there": {**values, "folder": f"{values['folder']}/lost"},
            "a file in place of the folder": {**values, "folder": __file__},
            "a folder within a file": {**values, "folder": f"{__file__}/orders"},
            "a name that no folder may have": {**values, "folder": f"/{'n' * 300}"},
        }

    def paged(self, values: Values, size: int) -> Values:
        return {**values, "page_size": size}

    def spellings(self, values: Values) -> Sequence[Values]:
        shop = str(values["shop"])
        return tuple({**values, "shop": way} for way in (shop.upper(), f" {shop} ", shop.title()))

    def order_ids(self, sandbox: Sandbox) -> Sequence[str]:
        return list(_person(sandbox).book)

    def payable_of(self, sandbox: Sandbox, remote_id: str) -> Decimal:
        return money(_person(sandbox).payable[remote_id])

    def place(self, sandbox: Sandbox) -> str:
        return _person(sandbox).place()

    def acts(self) -> Mapping[str, Callable[[Sandbox, str], None]]:
        deeds: Mapping[str, Callable[[Person, str], object]] = {
            "pay": Person.pay,
            "ship": lambda person, number: person.change(number, status="trimis"),
            "refund": Person.refund,
            "cancel": Person.cancel,
            "hold": Person.hold,
            "edit": Person.edit,
            "comment": lambda person, number: person.comment(number, "Sunați înainte de livrare."),
            "status": lambda person, number: person.change(number, status="in_pregatire"),
        }
        return {name: _done(deed) for name, deed in deeds.items()}

    def write(self, sandbox: Sandbox, remote_id: str, words: str) -> None:
        """Another tool has columns of its own for its document; a person writes a remark."""
        person = _person(sandbox)
        if words not in self.marks:
            person.comment(remote_id, words)
            return
        tool, series, number, *link = words.split()
        told = schema.Elsewhere(tool=tool, series=series, number=number, link="".join(link))
        person.change(remote_id, elsewhere=told)

    def written(self, sandbox: Sandbox, remote_id: str) -> Sequence[str]:
        found = _result(sandbox, remote_id)
        return found.comments if found else ()

    def status_of(self, sandbox: Sandbox, remote_id: str) -> str:
        found = _result(sandbox, remote_id)
        return found.status if found else ""

    def invoices_of(self, sandbox: Sandbox, remote_id: str) -> int:
        """A folder has none of its own."""
        return 0


def _done(deed: Callable[[Person, str], object]) -> Callable[[Sandbox, str], None]:
    def act(sandbox: Sandbox, remote_id: str) -> None:
        deed(_person(sandbox), remote_id)

    return act


def _person(sandbox: Sandbox) -> Person:
    return cast(FilesSandbox, sandbox).person


def _result(sandbox: Sandbox, remote_id: str) -> results.Result | None:
    folder = cast(FilesSandbox, sandbox).folder / "results"
    return results.read(results.path_of(folder, remote_id))


ARRANGEMENT = FilesArrangement()
