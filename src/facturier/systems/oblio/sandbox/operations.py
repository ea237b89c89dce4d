"""Every operation of the API: verb and path, and what it does."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox import collecting, creating, einvoice, lifecycle, listing, nomenclature
from facturier.systems.oblio.sandbox.book import Kind
from facturier.systems.oblio.sandbox.call import Call


class Operation(Struct, frozen=True):
    """makes: it is counted among those that generate documents. tries: an endpoint is called meanwhile, and may take
    its time: nothing is locked until it answers."""

    run: Callable[[Call], Response]
    makes: bool = False
    tries: bool = False


def _hooks_create(call: Call) -> Response:
    return call.scene.hooks.create(call.company, call.fields)


def _hooks_read(call: Call) -> Response:
    """Those of a company, or of all of the account where none is named."""
    return call.scene.hooks.read(call.company, call.fields)


def _hook(call: Call, delete: bool) -> Response:
    """By its id alone: looked for in every company of the account."""
    companies = [call.scene.book.companies[cif] for cif in call.account.cifs]
    own = next(
        (one for one in companies if any(str(hook.id) == call.path for hook in one.hooks)), companies[0]
    )
    hooks = call.scene.hooks
    return hooks.delete(own, call.path) if delete else hooks.one(own, call.path)


def _documents() -> dict[str, dict[str, Operation]]:
    found: dict[str, dict[str, Operation]] = {}
    for kind in (Kind.INVOICE, Kind.PROFORMA, Kind.NOTICE):
        path = f"/docs/{kind.value}"
        found[path] = {
            "POST": Operation(partial(creating.create, kind), makes=True),
            "GET": Operation(partial(listing.one, kind)),
            "DELETE": Operation(partial(lifecycle.delete, kind)),
        }
        found[f"{path}/cancel"] = {"PUT": Operation(partial(lifecycle.cancel, kind))}
        found[f"{path}/restore"] = {"PUT": Operation(partial(lifecycle.restore, kind))}
    return found


OPERATIONS: dict[str, dict[str, Operation]] = {
    **_documents(),
    **{f"/nomenclature/{name}": {"GET": Operation(run)} for name, run in nomenclature.LISTS.items()},
    "/docs/invoice/collect": {"PUT": Operation(collecting.collect)},
    "/docs/invoice/list": {"GET": Operation(listing.invoices)},
    "/docs/einvoice": {"POST": Operation(einvoice.send), "GET": Operation(einvoice.archive)},
    "/webhooks": {"POST": Operation(_hooks_create, tries=True), "GET": Operation(_hooks_read)},
}
_ONE_HOOK = {
    "GET": Operation(partial(_hook, delete=False)),
    "DELETE": Operation(partial(_hook, delete=True)),
}


def offered(path: str, verb: str) -> tuple[Operation | None, str]:
    """The operation of a path (without the base), and what stands behind it."""
    head, _, tail = path.rstrip("/").partition("/webhooks/")
    if tail and not head:
        return _ONE_HOOK.get(verb), tail
    return OPERATIONS.get(path.rstrip("/"), {}).get(verb), ""
