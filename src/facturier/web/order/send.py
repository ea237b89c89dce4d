"""Sending one order by hand: the kind of document is chosen, the document is shown, and only then it is sent."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from facturier.drafting.decision import Outcome
from facturier.drafting.kinds import ByHand
from facturier.flows import by_hand
from facturier.flows.by_hand import Choice
from facturier.flows.preceding import moves_stock
from facturier.flows.preview import preview
from facturier.model.message import Message, say
from facturier.store.models import Order
from facturier.web.form.seen import stamp
from facturier.web.order.acts import say_standing
from facturier.web.order.once import again
from facturier.web.order.queries import order_of
from facturier.web.order.sides import DraftSide, of_preview
from facturier.web.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, pk: int) -> HttpResponse:
    """What is sent is what was shown: where the order changed in between, it is shown again."""
    order = order_of(request.reader, pk)
    found = by_hand.choices(request.env, order)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(found, asked.get("kind", ""))
    if chosen is None or not chosen.free:
        return _page(request, order, found, chosen)
    series = asked.get("series", "")
    wanted = ByHand(chosen.kind, series if series in chosen.series else "")
    seen = preview(request.env, order, wanted)
    side = of_preview(request.env, seen)
    ready = seen.decision.outcome is Outcome.READY and side.draft is not None
    if not (request.method == "POST" and ready and asked.get("shown") == stamp(side.draft)):
        return _page(request, order, found, chosen, wanted, side, ready)
    if not again(request):
        by_hand.send(request.env, order, wanted, request.reader.name)
        say_standing(request, order)
    return redirect("order:order", pk)


def _chosen(found: Sequence[Choice], kind: str) -> Choice | None:
    """The kind that was asked for, else the first that can be sent."""
    named = next((one for one in found if one.kind.value == kind), None)
    return named or next((one for one in found if one.free), found[0] if found else None)


def _page(
    request: Request,
    order: Order,
    found: Sequence[Choice],
    chosen: Choice | None,
    wanted: ByHand | None = None,
    side: DraftSide | None = None,
    ready: bool = False,
) -> HttpResponse:
    facts = {
        "order": order,
        "choices": found,
        "chosen": chosen,
        "wanted": wanted,
        "draft": side,
        "ready": ready,
        "stock": _stock(request, side),
        "shown": stamp(side.draft) if side else "",
        "why": _why_not(side) if side and not ready else None,
        "room": "orders",
    }
    return render(request, "order/send.html", facts)


def _stock(request: Request, side: DraftSide | None) -> Message | None:
    """What becomes of it, where the route discharges stock."""
    if side is None or side.draft is None or side.route is None or not side.route.settings.use_stock:
        return None
    if moves_stock(side.draft, request.env.capabilities(side.route.system)):
        return say("leaves with this document")
    return say("does not move with this document")


def _why_not(side: DraftSide) -> Message | None:
    if side.holds:
        return say("It is held until this is put right on the order's page:")
    return side.description.reason
