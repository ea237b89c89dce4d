"""Lines that the shop sold without VAT and that no rule knows: they follow the goods, or a person."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from facturier.drafting.choices import ShippingVat
from facturier.drafting.context import Context
from facturier.drafting.countries.vat_rates import standard_rate
from facturier.drafting.parts import Portion
from facturier.drafting.shares import share_out
from facturier.drafting.taxed import EXTRAS, Answer, Sale, Taxed, held, is_goods, main_treatment, name_of
from facturier.drafting.vat_names import system_name
from facturier.model.draft import Vat
from facturier.model.message import say
from facturier.model.money import ZERO, total, vat_inside


def follow(one: Portion, goods: list[Taxed], sale: Sale, context: Context) -> Answer:
    """Free things take the goods' treatment, extras go by the setting."""
    if not one.gross and goods:
        return Answer((Taxed(one, main_treatment(goods), ZERO),))
    if one.line.kind in EXTRAS:
        return _extra(one, goods, sale, context)
    return no_reason(one)


def bearing(deductions: Sequence[Portion], treated: Sequence[Taxed]) -> list[Taxed]:
    """What deductions are taken off: the goods, unless more is deducted than they come to. Then shipping and fees
    were paid with it too, and no rate may fall below nothing."""
    goods = [taxed for taxed in treated if is_goods(taxed.portion)]
    most = total(max(ZERO, taxed.portion.gross) for taxed in goods)
    return goods if most + total(one.gross for one in deductions) >= 0 else list(treated)


def no_reason(one: Portion) -> Answer:
    message = say(
        "%(line)s has no VAT and nothing says why. Enter its rate, or add a VAT rule with category and text.",
        line=name_of(one),
    )
    return held(one, "VAT-ZERO", message)


def lower(one: Portion, bearing: list[Taxed]) -> Answer:
    """A deduction lowers every rate in proportion (EN 16931 BR-S-08)."""
    sums: dict[Vat, Decimal] = {}
    for taxed in bearing:
        sums[taxed.vat] = sums.get(taxed.vat, ZERO) + max(ZERO, taxed.portion.gross)
    if not total(sums.values()):
        return no_reason(one)
    shares = zip(sums, share_out(one.gross, list(sums.values())), strict=True)
    return Answer(
        tuple(
            Taxed(replace(one, gross=share), vat, vat_inside(share, vat.percent))
            for vat, share in shares
            if share
        )
    )


def _extra(one: Portion, goods: list[Taxed], sale: Sale, context: Context) -> Answer:
    vat = _treatment_of_extra(goods, sale, context)
    if vat is None:
        message = say(
            "The shop charged no VAT on %(line)s. Enter its rate, or let the route say what such lines get.",
            line=name_of(one),
        )
        return held(one, "VAT-SHIPPING", message)
    note = say(
        "The shop charged no VAT on %(line)s: VAT of %(percent)s %% is contained in its price.",
        line=name_of(one),
        percent=vat.percent,
    )
    return Answer((Taxed(one, vat, vat_inside(one.gross, vat.percent)),), notes=(note,))


def _treatment_of_extra(goods: list[Taxed], sale: Sale, context: Context) -> Vat | None:
    choice = context.settings.shipping_vat
    if choice is ShippingVat.GOODS_RATE and goods:
        return main_treatment(goods)
    standard = standard_rate(sale.seller, sale.day)
    if choice is ShippingVat.STANDARD_RATE and standard is not None:
        name = system_name(context.offers, standard.percent, "")
        return Vat(standard.percent, name=name) if name is not None else None
    return None
