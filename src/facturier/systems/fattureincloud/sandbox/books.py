"""What the simulator remembers: users, tokens, companies and their documents, as the JSON that is told of them."""

from datetime import datetime
from typing import Any

from msgspec import Struct, field

from facturier.systems.fattureincloud.sandbox.replies import Json

EVERYTHING = "everything"


class Access(Struct):
    """A token. companies: what was authorised with it. scopes: `resource:r` or `resource:a`, or EVERYTHING.

    app: whose hourly limit it uses. expires: None for a token made by hand.
    """

    companies: tuple[int, ...]
    app: str = "private"
    scopes: frozenset[str] = frozenset({EVERYTHING})
    expires: datetime | None = None

    def may(self, resource: str, write: bool) -> bool:
        wanted = {f"{resource}:a"} if write else {f"{resource}:a", f"{resource}:r"}
        return EVERYTHING in self.scopes or bool(wanted & self.scopes)


class Company(Struct):
    """All lists as they are told. documents, bin and clients by id.

    made: when a document was made; lists may lag. made_of: out of which documents one was made.
    handed_over: when each e-invoice went to SdI, as often as it did.
    """

    id: int
    name: str
    vat_number: str
    tax_code: str
    kind: str = "company"
    plan: str = "complete"
    expires: str = "2030-12-31"
    controls: tuple[int, ...] = ()
    vat_types: list[Json] = field(default_factory=list)
    accounts: list[Json] = field(default_factory=list)
    methods: list[Json] = field(default_factory=list)
    templates: list[Json] = field(default_factory=list)
    numerations: set[str] = field(default_factory=lambda: {""})
    clients: dict[int, Json] = field(default_factory=dict)
    products: dict[int, Json] = field(default_factory=dict)
    documents: dict[int, Json] = field(default_factory=dict)
    made_of: dict[int, list[int]] = field(default_factory=dict)
    bin: dict[int, Json] = field(default_factory=dict)
    made: dict[int, datetime] = field(default_factory=dict)
    handed_over: dict[int, list[datetime]] = field(default_factory=dict)
    subscriptions: dict[str, Json] = field(default_factory=dict)

    def numbered(self, type: str, year: int, numeration: str) -> list[Json]:
        """Documents of one numbering, in the order of their numbers."""
        key = (type, year, numeration)
        found = [
            one for one in self.documents.values() if key == (one["type"], one["year"], one["numeration"])
        ]
        return sorted(found, key=lambda one: int(one["number"]))

    def vat(self, id: Any) -> Json | None:
        return next((one for one in self.vat_types if one["id"] == id), None)


class App(Struct):
    """A registered application of the code flow."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]


class Book(Struct):
    """payments_refused: how many more creates are told that their payments do not add up, whatever they say."""

    user: Json
    companies: dict[int, Company]
    tokens: dict[str, Access]
    apps: dict[str, App] = field(default_factory=dict)
    codes: dict[str, Json] = field(default_factory=dict)
    refreshes: dict[str, Json] = field(default_factory=dict)
    payments_refused: int = 0
    last_id: int = 3_000_000

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id
