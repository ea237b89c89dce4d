"""One call that has been let in: who asks, for which company, with what."""

from datetime import date, datetime

from msgspec import Struct

from facturier.ports.clock import Clock, business_date
from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import Account, Book, Company, Document, Kind
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.hooks import Hooks
from facturier.systems.oblio.sandbox.switches import Switches

ZONE = "Europe/Bucharest"


class Scene(Struct):
    """Where things happen: the books, the rules that hold today, the time, and who is told of it."""

    book: Book
    switches: Switches
    clock: Clock
    hooks: Hooks

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return business_date(self.now, ZONE)


class Call(Struct):
    """path: what stands behind the operation's own path. host: where the caller reached us, for links."""

    scene: Scene
    account: Account
    made_by: str
    fields: Fields
    host: str
    path: str = ""

    @property
    def company(self) -> Company:
        """Raises Refusal for none, and for one of somebody else."""
        cif = self.fields.text("cif")
        if cif not in self.account.cifs:
            raise Refusal(f"Firma {cif} nu exista in contul tau.")
        return self.scene.book.companies[cif]

    def document(self, kind: Kind) -> Document:
        """By series and number. Raises Refusal."""
        series, number = self.fields.text("seriesName"), self.fields.text("number")
        found = self.company.find(kind, series, number)
        if found is None:
            raise Refusal(f"Documentul {series} {number} nu exista.")
        return found

    def link(self, document: Document) -> str:
        """The public address of its PDF."""
        return f"{self.host}/utils/show_file/?ic={document.link}&id={document.id}&it={len(document.series)}"
