"""What can happen to a document after its issue: cancel, restore, delete."""

from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox import stock
from facturier.systems.oblio.sandbox.answers import Refusal, success
from facturier.systems.oblio.sandbox.book import Company, Document, Kind
from facturier.systems.oblio.sandbox.call import Call, Scene
from facturier.systems.oblio.sandbox.hooks import saved


def cancel(kind: Kind, call: Call) -> Response:
    """The number stays taken, the stock comes back (a guess). Raises Refusal."""
    turn(call.scene, call.company, call.document(kind), call.made_by)
    return success(message="Documentul a fost anulat.")


def restore(kind: Kind, call: Call) -> Response:
    turn(call.scene, call.company, call.document(kind), "")
    return success(message="Documentul a fost restaurat.")


def delete(kind: Kind, call: Call) -> Response:
    """Only the last of its series. The key that is passed along is free again. Raises Refusal."""
    document = call.document(kind)
    remove(call.scene, call.company, document, collects_too=call.fields.flag("deleteCollect", False))
    key = call.fields.text("idempotencyKey")
    if key and call.scene.switches.delete_frees_key:
        call.company.keys.pop((kind, key), None)
    return success(message="Documentul a fost sters.")


def turn(scene: Scene, company: Company, document: Document, cancelled_by: str) -> None:
    """cancelled_by: see `Document`; restored where it is empty. Raises Refusal."""
    cancelled = bool(cancelled_by)
    if document.cancelled is cancelled:
        if scene.switches.repeated_change == "refused":
            raise Refusal(f"Documentul este deja {'anulat' if cancelled else 'activ'}.")
        return
    document.cancelled_by, document.cancelled_at = cancelled_by, scene.now if cancelled else None
    if scene.switches.moves_back:
        moves = stock.undone(document.moves) if cancelled else document.moves
        stock.apply(moves)
        scene.hooks.tell_stock(company, moves)
    topic = "Cancel" if cancelled else "Update"
    scene.hooks.tell(company, f"{saved(document.kind)}/{topic}", scene.hooks.named(document))


def remove(scene: Scene, company: Company, document: Document, *, collects_too: bool) -> None:
    """Frees the number. Raises Refusal."""
    standing = list(company.standing(document.kind, document.series))
    if document is not max(standing, key=lambda one: int(one.number)):
        raise Refusal("Doar ultimul document din serie poate fi sters.")
    if document.cancelled and not scene.switches.cancelled_deletable:
        raise Refusal("Un document anulat nu poate fi sters.")
    if document.collects and not collects_too:
        raise Refusal("Documentul are incasari.")
    document.deleted = True
    document.collects.clear()
    series = company.find_series(document.series, document.kind)
    if series is not None:
        series.next = int(document.number)
    if scene.switches.moves_back and not document.cancelled:
        stock.apply(stock.undone(document.moves))
        scene.hooks.tell_stock(company, document.moves)
