"""Fields of an order that a person may correct: what they are called, what they hold, what they can be."""

from collections.abc import Iterator, Sequence

from facturier.drafting.countries.subdivisions import subdivisions
from facturier.drafting.said import said
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.order import Order
from facturier.ports.fields import spelled
from facturier.web.language import told

Choices = Sequence[tuple[str, Message]]
_YES_NO: Choices = (("true", say("yes")), ("false", say("no")))
_NAMES = {
    "buyer.name": say("Buyer: name"),
    "buyer.company": say("Buyer: is a company"),
    "buyer.tax_id": say("Buyer: tax number"),
    "buyer.registration": say("Buyer: trade register number"),
    "buyer.personal_id": say("Buyer: personal number"),
    "buyer.email": say("Buyer: e-mail"),
    "buyer.phone": say("Buyer: telephone"),
    "buyer.recipient_code": say("Buyer: recipient code"),
    "buyer.pec": say("Buyer: PEC address"),
    "payment.method": say("Payment method"),
    "invoice_asked": say("The buyer asked for an invoice"),
    "currency": say("Currency"),
}
_OF_BUYER = {
    "street": say("Buyer: street"),
    "city": say("Buyer: city"),
    "subdivision": say("Buyer: county or province"),
    "postcode": say("Buyer: postal code"),
    "country": say("Buyer: country"),
}
_OF_DELIVERY = {
    "street": say("Delivery: street"),
    "city": say("Delivery: city"),
    "subdivision": say("Delivery: county or province"),
    "postcode": say("Delivery: postal code"),
    "country": say("Delivery: country"),
}
_OF_LINE = {
    "vat_percent": say("VAT rate in percent"),
    "kind": say("Kind"),
    "name": say("Name"),
    "sku": say("Code"),
    "unit": say("Unit"),
}


def named(order: Order) -> Iterator[tuple[str, Message]]:
    """Every field that is worth offering, by its path."""
    yield from _NAMES.items()
    yield from ((f"buyer.address.{name}", label) for name, label in _OF_BUYER.items())
    if order.ship_to is not None:
        yield from ((f"ship_to.{name}", label) for name, label in _OF_DELIVERY.items())
    for line in order.lines:
        for name in _OF_LINE:
            field = f"lines.{line.id}.{name}"
            yield field, label(order, field)


def label(order: Order, field: str) -> Message:
    """What a path is called; a path that has no name of its own as it is."""
    head, _, rest = field.partition(".")
    if head == "lines":
        identity, _, name = rest.rpartition(".")
        line = next((one for one in order.lines if one.id == identity), None)
        what = _OF_LINE.get(name)
        if line is not None and what is not None:
            return say("%(line)s: %(what)s", line=line.name or line.id, what=told(what))
    if head == "ship_to" and rest in _OF_DELIVERY:
        return _OF_DELIVERY[rest]
    known = _NAMES.get(field) or _OF_BUYER.get(field.removeprefix("buyer.address."))
    return known or Message("%(field)s", {"field": field})


def value(order: Order, field: str) -> str:
    """What stands at a path, as a correction would spell it; empty where nothing does."""
    head, _, rest = field.partition(".")
    found: object = order
    parts = field.split(".")
    if head == "lines":
        identity, _, name = rest.rpartition(".")
        found = next((one for one in order.lines if one.id == identity), None)
        parts = [name]
    for part in parts:
        found = getattr(found, part, None)
    return spelled(found)


def choices(order: Order, field: str) -> Choices:
    """Where only some values are possible."""
    *_, name = field.split(".")
    if name == "kind":
        return [(one.value, said(one)) for one in LineKind if one is not LineKind.UNKNOWN]
    if name in ("company", "vat_payer", "invoice_asked"):
        return _YES_NO
    if name == "subdivision":
        address = order.ship_to if field.startswith("ship_to") else order.buyer.address
        found = subdivisions(address.country) if address else {}
        return [(code, Message("%(name)s", {"name": title})) for code, title in found.items()]
    return ()
