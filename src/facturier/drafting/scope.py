"""Which portions belong on the document: shipping left out by the route, vouchers that are payments."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.choices import StoredValue
from facturier.drafting.parts import Portion
from facturier.drafting.settings import RouteSettings
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import total

_STORED = frozenset({LineKind.GIFT_CARD, LineKind.STORE_CREDIT})


class Scope(Struct, frozen=True):
    """prepaid: paid with vouchers, in the order's currency."""

    portions: tuple[Portion, ...]
    prepaid: Decimal
    findings: tuple[Finding, ...]
    notes: tuple[Message, ...]

    @property
    def payable(self) -> Decimal:
        return total([one.gross for one in self.portions])


def scope(portions: Sequence[Portion], settings: RouteSettings) -> Scope:
    left_out = [] if settings.include_shipping else _of_kind(portions, LineKind.SHIPPING)
    stored = [one for one in portions if one.line.kind in _STORED and one.gross < 0]
    paying = stored if settings.stored_value is StoredValue.PAYMENT else []
    apart = [*left_out, *paying]
    kept = tuple(one for one in portions if one not in apart) if apart else tuple(portions)
    findings = [_stored(one) for one in stored] if settings.stored_value is StoredValue.HOLD else []
    findings += [_unknown(one) for one in _of_kind(portions, LineKind.UNKNOWN)]
    prepaid = -total([one.gross for one in paying])
    return Scope(kept, prepaid, tuple(findings), (*_without(left_out), *_paid(prepaid)))


def _of_kind(portions: Sequence[Portion], kind: LineKind) -> list[Portion]:
    return [one for one in portions if one.line.kind is kind]


def _without(left_out: list[Portion]) -> tuple[Message, ...]:
    amount = total(one.gross for one in left_out)
    if not amount:
        return ()
    return (say("Shipping of %(amount)s is left out, as the route says.", amount=amount),)


def _paid(prepaid: Decimal) -> tuple[Message, ...]:
    return (say("%(amount)s was paid with a voucher.", amount=prepaid),) if prepaid else ()


def _stored(one: Portion) -> Finding:
    message = say(
        "%(amount)s was paid with a gift card or store credit. "
        "Choose in the route whether that is a payment or a discount.",
        amount=-one.gross,
    )
    return Finding(Severity.HOLD, "STORED-VALUE", f"lines.{one.line.id}.kind", message)


def _unknown(one: Portion) -> Finding:
    field = f"lines.{one.line.id}.kind"
    message = say(
        "%(line)s is of an unknown kind. Say what it is: goods, service, shipping, fee, discount or another.",
        line=one.line.name or one.line.id,
    )
    return Finding(Severity.HOLD, "LINE-KIND", field, message, Cure(field))
