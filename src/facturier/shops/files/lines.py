"""The money of a line: from what a file gives of price, discount, amount and VAT to what the buyer pays."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.money import CENT, ZERO, rounded, vat_inside, vat_on
from facturier.model.order import OrderLine, Quantities
from facturier.shops.files import schema
from facturier.shops.files.filling import Complain

SHIPPING_LINE = "shipping"
DEDUCTIONS = frozenset((schema.Kind.DISCOUNT, schema.Kind.STORE_CREDIT))
EITHER = frozenset((schema.Kind.GIFT_CARD, schema.Kind.ROUNDING, schema.Kind.DEPOSIT, schema.Kind.FEE))


class Terms(Struct, frozen=True):
    """How the amounts of an order are meant. percent: VAT of a line that does not say, None where none is usual."""

    include_vat: bool
    percent: Decimal | None


class Sum(Struct, frozen=True):
    """What is paid for a line, VAT included, and the VAT in it."""

    gross: Decimal
    tax: Decimal
    percent: Decimal | None


def line_of(line: schema.Line, place: int, terms: Terms, complain: Complain, path: str) -> OrderLine | None:
    """The line, or None where its figures do not agree: `complain` has heard why."""
    amount = _amount(line, complain, path)
    if amount is None or not _signed(line, amount, complain, path):
        return None
    paid = _paid(amount, line.vat, line.vat_amount, terms, complain, path)
    if paid is None:
        return None
    return OrderLine(
        id=line.line or str(place),
        kind=LineKind(line.kind.value),
        name=line.name,
        quantity=Quantities(ordered=line.quantity),
        gross=paid.gross,
        tax=paid.tax,
        vat_percent=paid.percent,
        sku=line.sku,
        description=line.description,
        unit=line.unit,
        discount=_with_vat(line.discount, amount, paid, terms),
        unit_net=None if terms.include_vat else line.price,
        unit_gross=line.price if terms.include_vat else None,
    )


def shipping_of(shipping: schema.Shipping, terms: Terms, complain: Complain) -> OrderLine | None:
    """Delivery as a line; None where there is none."""
    if not shipping.amount:
        return None
    paid = _paid(shipping.amount, shipping.vat, None, terms, complain, "shipping")
    if paid is None:
        return None
    return OrderLine(
        id=SHIPPING_LINE,
        kind=LineKind.SHIPPING,
        name=shipping.name or "Shipping",
        quantity=Quantities(ordered=Decimal(1)),
        gross=paid.gross,
        tax=paid.tax,
        vat_percent=paid.percent,
        unit_net=None if terms.include_vat else shipping.amount,
        unit_gross=shipping.amount if terms.include_vat else None,
    )


def _amount(line: schema.Line, complain: Complain, path: str) -> Decimal | None:
    """What is paid for the whole line in the order's terms. A price is exact to half of its last decimal."""
    if line.quantity <= 0:
        complain(f"{path}.quantity", say("It must be above zero. Goods that came back are told as a refund."))
        return None
    if line.price is None:
        if line.amount is None:
            complain(f"{path}.price", say("Neither price nor amount is given; one of them is needed."))
        return line.amount
    reckoned = rounded(line.price * line.quantity - line.discount)
    if line.amount is None:
        return reckoned
    step = Decimal(1).scaleb(min(int(line.price.as_tuple().exponent), -2)) / 2
    if abs(reckoned - line.amount) > CENT + line.quantity * step:
        complain(
            f"{path}.amount",
            say(
                "It is %(amount)s, but %(quantity)s x %(price)s less the discount of %(discount)s makes "
                "%(reckoned)s. Correct one of them, or leave the price or the amount empty.",
                amount=line.amount,
                quantity=line.quantity,
                price=line.price,
                discount=line.discount,
                reckoned=reckoned,
            ),
        )
        return None
    return line.amount


def _signed(line: schema.Line, amount: Decimal, complain: Complain, path: str) -> bool:
    field = f"{path}.price" if line.amount is None else f"{path}.amount"
    if line.kind in DEDUCTIONS and amount > 0:
        complain(field, say("A line of this kind is deducted: its amount must be negative."))
        return False
    if line.kind not in DEDUCTIONS | EITHER and amount < 0:
        complain(
            field,
            say(
                "It is negative. Money given back is told as a refund, a discount as a line of kind discount."
            ),
        )
        return False
    return True


def _paid(
    amount: Decimal,
    percent: Decimal | None,
    vat_amount: Decimal | None,
    terms: Terms,
    complain: Complain,
    path: str,
) -> Sum | None:
    if percent is None and vat_amount is None:
        percent = terms.percent
        if percent is None:
            complain(
                f"{path}.vat",
                say(
                    "VAT is missing: give its percent (0 for none), or set the usual rate of the connection."
                ),
            )
            return None
    tax = vat_amount if vat_amount is not None else _reckoned(amount, percent or ZERO, terms)
    gross = amount if terms.include_vat else amount + tax
    if abs(tax) > abs(gross) or tax * gross < 0:
        complain(
            f"{path}.vat_amount",
            say("VAT of %(tax)s does not fit an amount of %(gross)s with VAT.", tax=tax, gross=gross),
        )
        return None
    return Sum(gross, tax, percent)


def _reckoned(amount: Decimal, percent: Decimal, terms: Terms) -> Decimal:
    return vat_inside(amount, percent) if terms.include_vat else vat_on(amount, percent)


def _with_vat(discount: Decimal, amount: Decimal, paid: Sum, terms: Terms) -> Decimal:
    """A discount, VAT included: in the proportion of the line."""
    if not discount or terms.include_vat:
        return discount
    if paid.percent is not None:
        return rounded(discount * (100 + paid.percent) / 100)
    return rounded(discount * paid.gross / amount) if amount else ZERO
