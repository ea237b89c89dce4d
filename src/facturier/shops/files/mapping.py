"""An order of the schema -> our order, with the conventions of the connection where it does not say."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from facturier.model import order as model
from facturier.model.message import say
from facturier.model.money import ZERO, total, vat_inside
from facturier.model.party import Address, Party
from facturier.shops.files import schema
from facturier.shops.files.filling import Complain
from facturier.shops.files.lines import SHIPPING_LINE, Terms, line_of, shipping_of

_AHEAD = timedelta(days=1)
"""How far a moment may lie in the future: clocks differ, and so do zones."""


class Conventions(Struct, frozen=True):
    """What the connection says of every order. shop: first half of the origin. percent: the usual VAT rate."""

    shop: str
    currency: str = ""
    prices_include_vat: bool = True
    percent: Decimal | None = None


def order_of(
    told: schema.Order, ways: Conventions, written: datetime, now: datetime, complain: Complain
) -> model.Order | None:
    """The order. None, or an order that must not be used, where `complain` has heard of a fault.

    written: when the file was written, the order's last change where it names none.
    """
    said = told.prices_include_vat
    terms = Terms(ways.prices_include_vat if said is None else said, ways.percent)
    lines = list(_lines(told, terms, complain))
    currency = told.currency or ways.currency
    if not currency:
        complain("currency", say("It is missing, and the connection has no usual currency either."))
    payable = told.total if told.total is not None else total(line.gross for line in lines)
    if payable < 0:
        complain("total", say("The lines make a negative total (%(total)s).", total=payable))
    changed = told.changed_at or max(min(written, now), told.placed_at)
    _check_moments(told, now, complain)
    return model.Order(
        remote_id=told.number,
        origin=model.Origin(ways.shop, told.number),
        placed_at=told.placed_at,
        changed_at=changed,
        state=told.state,
        status=told.status,
        currency=currency,
        payable=payable,
        buyer=_buyer(told.buyer),
        lines=tuple(lines),
        ship_to=None if told.ship_to is None else _address(told.ship_to),
        payment=model.Payment(
            method=told.payment.method,
            title=told.payment.title,
            paid=told.payment.paid,
            paid_at=told.payment.paid_at,
            transaction=told.payment.transaction,
        ),
        refunds=tuple(_refunds(told, lines, complain)),
        elsewhere=_elsewhere(told),
        invoice_asked=told.invoice_asked,
        prices_include_vat=terms.include_vat,
        store_view=told.store_view,
        source=told.source,
        coupon=told.coupon,
        note=told.note,
    )


def _lines(told: schema.Order, terms: Terms, complain: Complain) -> Iterator[model.OrderLine]:
    seen: set[str] = set()
    for place, one in enumerate(told.lines):
        path = f"lines[{place}]"
        line = line_of(one, place + 1, terms, complain, path)
        if line is None:
            continue
        if line.id in seen or (line.id == SHIPPING_LINE and told.shipping.amount):
            complain(f"{path}.line", say("Another line of this order is named “%(name)s” too.", name=line.id))
        seen.add(line.id)
        yield line
    shipping = shipping_of(told.shipping, terms, complain)
    if shipping is not None:
        yield shipping


def _refunds(told: schema.Order, lines: list[model.OrderLine], complain: Complain) -> Iterator[model.Refund]:
    known = {line.id: line for line in lines}
    seen: set[str] = set()
    for place, refund in enumerate(told.refunds):
        path = f"refunds[{place}]"
        if refund.refund in seen:
            complain(f"{path}.refund", say("Another refund of this order has this number."))
        seen.add(refund.refund)
        for at, one in enumerate(refund.lines):
            if one.line not in known:
                names = ", ".join(known)
                what = say("The order has no line “%(line)s”, only: %(names)s.", line=one.line, names=names)
                complain(f"{path}.lines[{at}].line", what)
        given = tuple(_refund_line(one, known.get(one.line)) for one in refund.lines)
        gross = total(one.gross for one in given) + refund.adjustment
        if gross < 0:
            complain(
                f"{path}.adjustment", say("More is kept back than the refund gives: %(sum)s.", sum=gross)
            )
        yield model.Refund(refund.refund, refund.refunded_at, gross, given, refund.adjustment)


def _refund_line(told: schema.RefundLine, line: model.OrderLine | None) -> model.RefundLine:
    """Its VAT is that of the line it belongs to."""
    percent = line.vat_percent if line is not None else None
    tax = ZERO if percent is None else vat_inside(told.amount, percent)
    return model.RefundLine(told.line, told.quantity, told.amount, tax)


def _check_moments(told: schema.Order, now: datetime, complain: Complain) -> None:
    moments = {
        "placed_at": told.placed_at,
        "changed_at": told.changed_at,
        "payment.paid_at": told.payment.paid_at,
    }
    moments |= {f"refunds[{place}].refunded_at": one.refunded_at for place, one in enumerate(told.refunds)}
    for path, moment in moments.items():
        if moment is not None and moment > now + _AHEAD:
            complain(path, say("It lies in the future: %(moment)s.", moment=moment.isoformat()))
    if told.changed_at is not None and told.changed_at < told.placed_at:
        complain("changed_at", say("It lies before the order was placed."))


def _buyer(told: schema.Buyer) -> Party:
    """Not said otherwise, a buyer with a tax number is a company."""
    return Party(
        name=told.name,
        company=bool(told.tax_id) if told.company is None else told.company,
        contact=told.contact,
        address=_address(told),
        email=told.email,
        phone=told.phone,
        tax_id=told.tax_id,
        vat_payer=told.vat_payer,
        registration=told.registration,
        personal_id=told.personal_id,
        recipient_code=told.recipient_code.upper(),
        pec=told.pec,
        bank=told.bank,
        iban=told.iban.replace(" ", "").upper(),
        language=told.language,
    )


def _address(told: schema.Place) -> Address:
    return Address(
        street=told.street,
        extra=told.extra,
        city=told.city,
        region=told.region,
        postcode=told.postcode,
        country=told.country,
    )


def _elsewhere(told: schema.Order) -> tuple[model.Elsewhere, ...]:
    found = told.elsewhere
    if found is None or not (found.number or found.link):
        return ()
    return (model.Elsewhere(found.tool or "another tool", found.series, found.number, found.link),)
