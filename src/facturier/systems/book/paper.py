"""The frozen row of a document as the printer wants it; whatever a setting hides is left out here."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.model.draft import Draft, DraftLine, Exchange
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, rounded
from facturier.model.party import Address
from facturier.model.totals import VatRow
from facturier.systems.book.countries import country
from facturier.systems.book.printing.paper import (
    Language,
    Own,
    Paper,
    PaperLine,
    Seller,
    Sums,
    Template,
    VatShown,
)
from facturier.systems.book.reckoning import row_of
from facturier.systems.book.wire import Letterhead


class Frozen(Struct, frozen=True):
    """All that a page is made of."""

    draft: Draft
    look: Letterhead
    series: str
    number: str
    day: date
    reference: str
    cancelled: bool
    logo: bytes


def paper(frozen: Frozen) -> Paper:
    draft, look = frozen.draft, frozen.look
    return Paper(
        kind=draft.kind,
        series=frozen.series,
        number=frozen.number,
        issue_date=frozen.day,
        seller=Seller(look.seller, look.capital, look.website),
        buyer=draft.buyer,
        lines=_lines(draft),
        vat=_vat(draft, look),
        sums=_sums(draft),
        currency=draft.currency,
        language=_language(draft, look),
        template=Template(look.template),
        due_date=draft.due_date if look.show_due else None,
        tax_point=draft.tax_point,
        order_number=draft.order_number,
        ship_to=_elsewhere(draft),
        exchange=draft.exchange,
        own=_own(draft, look),
        payment_method=draft.payment_method if look.show_payment else "",
        paid_on=draft.payment.on if draft.payment and look.show_payment else None,
        mentions="\n".join(text for text in (draft.mentions, draft.observations) if text),
        notices=_notices(draft, look),
        reference=frozen.reference,
        original=draft.original,
        cancelled=frozen.cancelled,
        logo=frozen.logo,
    )


def _lines(draft: Draft) -> tuple[PaperLine, ...]:
    """A discount stands beneath what it reduces, without a number of its own."""
    shown, number = [], 0
    for line in draft.lines:
        own = line.kind is not LineKind.DISCOUNT
        number += own
        shown.append(_line(line, str(number) if own else ""))
    return tuple(shown)


def _line(line: DraftLine, number: str) -> PaperLine:
    return PaperLine(
        name=line.name,
        quantity=line.quantity,
        price=line.price,
        row=row_of(line),
        number=number,
        kind=line.kind,
        price_includes_vat=line.price_includes_vat,
        description=line.description,
        code=line.code,
        unit=line.unit,
        exemption=line.vat.reason,
    )


def _vat(draft: Draft, look: Letterhead) -> tuple[VatShown, ...]:
    reasons = {(line.vat.category, line.vat.percent): line.vat.reason for line in reversed(draft.lines)}
    return tuple(
        VatShown(row, reasons.get((row.category, row.percent), ""), _own_vat(row, draft, look))
        for row in draft.totals.rows
    )


def _own_vat(row: VatRow, draft: Draft, look: Letterhead) -> Decimal | None:
    rate = _rate_home(draft, look)
    return rounded(row.vat * rate) if rate is not None else None


def _sums(draft: Draft) -> Sums:
    """What had arrived when the document was issued; what comes later is no part of it."""
    totals = draft.totals
    paid = draft.paid if draft.paid > ZERO else None
    return Sums(
        totals.net,
        totals.vat,
        totals.payable,
        totals.rounding,
        paid,
        totals.payable - paid if paid is not None else None,
    )


def _own(draft: Draft, look: Letterhead) -> Own | None:
    """The sums in the country's own currency, by the rate that stands on the document (art. 230)."""
    rate = _rate_home(draft, look)
    if rate is None:
        return None
    vat = sum((rounded(row.vat * rate) for row in draft.totals.rows), ZERO)
    return Own(look.own_currency, vat, payable=rounded(draft.totals.payable * rate))


def _rate_home(draft: Draft, look: Letterhead) -> Decimal | None:
    """What one unit of the document's currency is worth at home; None where it is that, or no rate is known."""
    exchange: Exchange | None = draft.exchange
    if exchange is None or exchange.rate is None or draft.currency == look.own_currency:
        return None
    if (exchange.base, exchange.quote) == (draft.currency, look.own_currency):
        return exchange.rate
    if (exchange.quote, exchange.base) == (draft.currency, look.own_currency):
        return 1 / exchange.rate
    return None


def _language(draft: Draft, look: Letterhead) -> Language:
    spoken = (draft.language, draft.buyer.language, look.language, Language.ENGLISH.value)
    known = [code[:2].lower() for code in spoken if code[:2].lower() in set(Language)]
    return Language(known[0])


def _elsewhere(draft: Draft) -> Address | None:
    return draft.ship_to if draft.ship_to != draft.buyer.address else None


def _notices(draft: Draft, look: Letterhead) -> tuple[str, ...]:
    cash = country(look.country).cash_notice
    return (cash,) if draft.vat_on_collection and cash else ()
