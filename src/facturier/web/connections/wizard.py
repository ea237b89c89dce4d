"""The form of one connection: what was typed or is stored, checked, and tested before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from facturier.drafting.offered import names_of
from facturier.flows import connections
from facturier.model.message import Message, say
from facturier.ports.connector import Connector
from facturier.ports.fields import Field, fields_of
from facturier.ports.offers import Check
from facturier.store.models import Connection
from facturier.web.form.bound import Bound, Offered, bound
from facturier.web.form.checked import WHOLE_FORM, Errors, as_a_whole, trouble
from facturier.web.form.seen import stamp
from facturier.web.form.typed import Tree, tree_of

LABEL = "label"


@dataclass
class Wizard:
    """row: saved or new. found: its connector. kept: secrets that are stored. checks: of the test, once made. seen:
    the stamp of what is stored."""

    row: Connection
    found: Connector[Any]
    kept: frozenset[str] = frozenset()
    label: str = ""
    tree: Tree = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    checks: Sequence[Check] = ()
    seen: str = ""

    @property
    def fields(self) -> Sequence[Field]:
        return fields_of(self.found.settings)

    @property
    def bound(self) -> Sequence[Bound]:
        """As the page shows it: never with a secret in it, whether stored or just typed."""
        return bound(self.fields, self.tree, self._offered, self.errors, kept=self.kept)

    @property
    def first(self) -> Sequence[Bound]:
        """What must be filled in, and every way to log in."""
        return [one for one in self.bound if one.field.required or one.field.secret]

    @property
    def more(self) -> Sequence[Bound]:
        """What has a value that suits most."""
        return [one for one in self.bound if not (one.field.required or one.field.secret)]

    @property
    def more_wrong(self) -> bool:
        return any(one.wrong for one in self.more)

    @property
    def whole(self) -> Message | None:
        """What does not fit together, where no single field is to blame."""
        return self.errors.get(WHOLE_FORM)

    @property
    def label_error(self) -> Message | None:
        return self.errors.get(LABEL)

    @property
    def works(self) -> bool:
        return bool(self.checks) and all(one.ok for one in self.checks)

    @property
    def _offered(self) -> Offered:
        return names_of(self.row.offers) if self.row.offers else {}


def stored(row: Connection, found: Connector[Any]) -> Wizard:
    """The form of a connection as it stands; of a new one, empty."""
    tree = dict(row.settings)
    return Wizard(row, found, frozenset(_before(row)), row.label or found.title, tree, seen=seen(row))


def seen(row: Connection) -> str:
    return stamp(*connections.typed(row))


def typed(row: Connection, found: Connector[Any], posted: Mapping[str, str]) -> Wizard:
    """The form as it was sent, put into the row where it fits. A secret left empty stays as it is stored."""
    before = _before(row)
    tree = tree_of(fields_of(found.settings), posted)
    made = Wizard(row, found, frozenset(before), posted.get(LABEL, "").strip(), tree, seen=seen(row))
    secret = found.secrets()
    values = {
        **{name: value for name, value in row.settings.items() if name not in made.tree},
        **made.tree,
        **{name: before[name] for name in secret if name in before and not made.tree.get(name)},
    }
    made.errors = {**trouble(made.fields, values), **label_errors(made)}
    if not made.errors:
        try:
            found.read(values)
        except msgspec.ValidationError as error:
            made.errors = as_a_whole(error)
    if not made.errors:
        row.label = made.label
        connections.put(row, found, values)
    return made


def _before(row: Connection) -> dict[str, Any]:
    """The secrets that are stored."""
    return {name: value for name, value in row.secrets.items() if value}


def label_errors(made: Wizard) -> Errors:
    if not made.label:
        return {LABEL: say("Give it a name.")}
    others = Connection.objects.filter(organisation=made.row.organisation, label=made.label)
    if others.exclude(pk=made.row.pk).exists():
        return {LABEL: say("There is a connection named %(label)s already.", label=made.label)}
    return {}
