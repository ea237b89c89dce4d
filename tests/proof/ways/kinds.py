"""Documents beside the invoice: order documents and proformas that come before it, receipts in its place."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import Unasked
from facturier.model.kinds import DocumentKind

WHO = ("Ana", "Bogdan")


def has_orders(scene: Scene) -> bool:
    return DocumentKind.ORDER in scene.system.others


def unasked(scene: Scene) -> Way:
    """Who asks for no invoice gets an order document; some ask later, and it is made out of that."""
    dice, placed = scene.dice, {}
    for order in range(scene.orders):
        placed[order] = {"asked": dice.choice((False, False, None, True))}
    return Way(
        settings={
            "unasked": dice.choice((Unasked.ORDER, Unasked.ORDER_IF_SILENT, Unasked.ORDER_IF_SILENT)),
            "order_series": scene.system.others[DocumentKind.ORDER],
            "use_stock": dice.random() < 0.6,
        },
        placed=placed,
        events=tuple(_asking(scene)),
    )


def _asking(scene: Scene) -> Iterator[Event]:
    """Most of them once the order document is there."""
    yield Event(scene.last + 5, "Finder", "look")
    for order in range(scene.orders):
        if scene.dice.random() < 0.7:
            at = scene.dice.choice((scene.later(), scene.last + scene.dice.uniform(60, 7200)))
            yield Event(at, "Buyer", "ask", order)
            yield Event(at + 1, "Finder", "look")
        if scene.dice.random() < 0.3:
            at = scene.last + scene.dice.uniform(60, 7200)
            yield Event(at, "Merchant", scene.dice.choice(("pay", "ship")), order)
            yield Event(at + 60, "Merchant", scene.dice.choice(("refund", "refund some")), order)
            yield Event(at + 61, "Finder", "look")
        if scene.dice.random() < 0.3:
            deeds = ("credit", "reissue", "cancel document", "say gone", "read pages")
            yield Event(scene.later(), "Ana", scene.dice.choice(deeds), order)
    if scene.dice.random() < 0.3:
        point = scene.dice.choice(("", "before GET .*/transform", scene.system.called))
        yield Event(scene.later(), "Dana", "delete before by hand", point=point)
    if scene.dice.random() < 0.3:
        yield Event(scene.later(), "Dana", "delete before by hand")
        yield Event(scene.last + 10_000, "Ana", "settle by hand", scene.any_order())


def has_proformas(scene: Scene) -> bool:
    return DocumentKind.PROFORMA in scene.system.others


def proformas(scene: Scene) -> Way:
    """The route makes proformas, and people the invoices, once a proforma is paid or they want it."""
    dice = scene.dice
    events = [Event(scene.last + 5, "Finder", "look")]
    for order in range(scene.orders):
        at = dice.choice((scene.later(), scene.last + dice.uniform(60, 7200)))
        events += [
            Event(at, who, "send by hand", order, facts={"kind": "invoice", "series": scene.system.series})
            for who in WHO[: dice.choice((1, 2))]
        ]
        if dice.random() < 0.4:
            undoes = dice.choice(("credit", "credit part", "cancel document", "reissue", "say gone"))
            events.append(Event(at + dice.uniform(300, 7200), "Ana", undoes, order))
    if dice.random() < 0.4:
        deed = dice.choice(("invoice proforma by hand", "delete before by hand"))
        events.append(Event(scene.later(), "Dana", deed, point=dice.choice(("", "", "position read"))))
        events.append(Event(scene.last + 10_000, "Ana", "settle by hand", scene.any_order()))
    if dice.random() < 0.5:
        events.append(Event(scene.last + dice.uniform(5, 8), "Bogdan", "read pages", scene.any_order()))
    series = scene.system.others[DocumentKind.PROFORMA]
    return Way(settings={"kind": DocumentKind.PROFORMA, "series": series}, events=tuple(events))


def by_hand(scene: Scene) -> Way:
    """People send orders as whatever the system makes, one after the other and at once."""
    dice, events = scene.dice, []
    for _ in range(dice.choice((1, 2, 3))):
        at, order = scene.later(), scene.any_order()
        for who in WHO[: dice.choice((1, 1, 2))]:
            kind = dice.choice((*scene.system.others, DocumentKind.INVOICE))
            facts = {"kind": kind.value, "series": scene.system.others.get(kind, scene.system.series)}
            events.append(Event(at, who, "send by hand", order, facts=facts))
    return Way(events=tuple(events))


def any_kind(scene: Scene) -> bool:
    return bool(scene.system.others)


WAYS = {
    "order documents": Known(has_orders, unasked),
    "proformas": Known(has_proformas, proformas),
    "kinds by hand": Known(any_kind, by_hand),
}
