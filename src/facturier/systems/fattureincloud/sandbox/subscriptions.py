"""Subscriptions to web hooks: one of an application for each type of event (fact sheet, section 18)."""

from collections.abc import Sequence

from msgspec import Struct, field

from facturier.systems.fattureincloud.sandbox.call import Call
from facturier.systems.fattureincloud.sandbox.hooks import PREFIX
from facturier.systems.fattureincloud.sandbox.replies import Json, invalid, no_permission, not_found, required

_DOCUMENTS = (
    *("invoices", "quotes", "proformas", "receipts", "delivery_notes", "credit_notes", "orders"),
    *("work_reports", "supplier_orders", "self_supplier_invoices", "self_own_invoices"),
)
_EVENTS = ("create", "update", "delete", "email_sent")
_STATUS = "issued_documents.e_invoices.status_update"
TYPES = {f"{PREFIX}issued_documents.{kind}.{event}" for kind in _DOCUMENTS for event in _EVENTS} | {
    PREFIX + _STATUS
}
"""Those of issued documents; what else there is, no bridge asks for."""


class Config(Struct, kw_only=True):
    mapping: str = "binary"


class Wanted(Struct, kw_only=True):
    sink: str | None = None
    types: list[str] | None = None
    verification_method: str | None = None
    config: Config | None = None


class Body(Struct, kw_only=True):
    data: Wanted = field(default_factory=Wanted)


def listed(call: Call) -> Json:
    return {"data": [_told(row) for row in call.company.subscriptions.values()]}


def one(call: Call) -> Json:
    return {"data": _told(_row(call))}


def create(call: Call) -> Json:
    _enabled(call)
    asked = call.reading(Body).data
    for name, value in (("sink", asked.sink), ("types", asked.types)):
        if not value:
            raise required(f"data.{name}")
    types, warnings = _admitted(call, asked.types or (), "")
    id = f"SUB{call.scene.book.new_id()}"
    row = {
        "id": id,
        "sink": _sink(asked.sink or ""),
        "verified": False,
        "types": types,
        "config": {"mapping": (asked.config or Config()).mapping},
        "verification_method": asked.verification_method or "header",
    }
    call.company.subscriptions[id] = row
    call.scene.hooks.challenge(call.company, id)
    return {"data": _told(row), "warnings": warnings}


def change(call: Call) -> Json:
    """Another sink has to be tried anew."""
    _enabled(call)
    row, asked, warnings = _row(call), call.reading(Body).data, list[str]()
    if asked.types is not None:
        row["types"], warnings = _admitted(call, asked.types, row["id"])
    if asked.verification_method is not None:
        row["verification_method"] = asked.verification_method
    if asked.sink is not None and asked.sink != row["sink"]:
        row["sink"], row["verified"] = _sink(asked.sink), False
        call.scene.hooks.challenge(call.company, row["id"])
    return {"data": _told(row), "warnings": warnings}


def delete(call: Call) -> None:
    del call.company.subscriptions[_row(call)["id"]]


def verify(call: Call) -> None:
    """Tried once more, whatever became of it before."""
    call.scene.hooks.challenge(call.company, _row(call)["id"])


def _enabled(call: Call) -> None:
    if call.scene.switches.hooks_blocked:
        raise no_permission("This app is not enabled to register webhooks")


def _sink(address: str) -> str:
    if not address.startswith("https://"):
        raise invalid({"data.sink": ["The data.sink must be a valid HTTPS url."]})
    return address


def _admitted(call: Call, asked: Sequence[str], own: str) -> tuple[list[str], list[str]]:
    """What may be subscribed to, and a warning for each type that is unknown or taken. Raises Problem 403 without the
    right to read one."""
    others = [row for id, row in call.company.subscriptions.items() if id != own]
    taken = {type for row in others for type in row["types"]}
    types, warnings = [], []
    for type in asked:
        if type not in TYPES:
            warnings.append(f"Unknown event type: {type}")
        elif type in taken:
            warnings.append(f"Subscription already existing for event type: {type}")
        else:
            kind = type.removeprefix(PREFIX).split(".")[1]
            call.needs(f"issued_documents.{'invoices' if kind == 'e_invoices' else kind}")
            types.append(type)
    return types, warnings


def _row(call: Call) -> Json:
    row = call.company.subscriptions.get(call.ids[0])
    if row is None:
        raise not_found()
    return row


def _told(row: Json) -> Json:
    return dict(row)
