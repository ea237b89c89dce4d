"""Texts of a document out of templates with `%(order)s` places."""

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.order import Order

_PLACE = re.compile(r"%\((\w+)\)s")


class Written(Struct, frozen=True):
    text: str
    findings: tuple[Finding, ...] = ()


def facts(order: Order, ordered: date, part: str, payment: str) -> dict[str, str]:
    """What a template may speak of. Nothing about the person is offered: the buyer stands on the document."""
    return {
        "order": order.number,
        "date": ordered.isoformat(),
        "shop": order.origin.shop,
        "store": order.store_view,
        "source": order.source,
        "payment": payment,
        "transaction": order.payment.transaction,
        "coupon": order.coupon,
        "note": order.note,
        "part": part,
    }


def write(template: str, field: str, known: Mapping[str, str]) -> Written:
    """`template` with its places filled. An unknown place holds: it would be printed as it stands."""
    if not template:
        return Written("")
    unknown = [name for name in _PLACE.findall(template) if name not in known]
    if unknown:
        message = say(
            "The text %(field)s asks for %(name)s, which does not exist. Use one of: %(known)s.",
            field=field,
            name=unknown[0],
            known=", ".join(sorted(known)),
        )
        return Written(template, (Finding(Severity.HOLD, "TEMPLATE", field, message),))
    return Written(_PLACE.sub(lambda place: known[place.group(1)], template).strip())
