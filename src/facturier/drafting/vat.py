"""Which VAT treatment every portion gets: the shop's rate, the route's mapping, the law's doubts.

Nothing is re-priced: what the buyer pays for a line stays, and where its rate is not the shop's the VAT
is contained in it. A rate of 0 % needs a rule that says why, for no shop says it.
"""

from collections.abc import Sequence
from decimal import Decimal

from facturier.drafting import followers
from facturier.drafting.context import Context
from facturier.drafting.parts import Portion
from facturier.drafting.shop_rates import Charged, charged
from facturier.drafting.taxed import DEDUCTIONS, Answer, Sale, Taxed, field_of, held, is_goods, name_of
from facturier.drafting.vat_names import judge, not_offered, system_name
from facturier.drafting.vat_rules import VatRule, first_vat_rule
from facturier.model.draft import Vat
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import VatCategory
from facturier.model.message import Message, say
from facturier.model.money import ZERO, vat_inside


def treat(portions: Sequence[Portion], sale: Sale, context: Context) -> Answer:
    """The treatment of all `portions`, in their order, in whatever currency their amounts are."""
    if not context.company.pays_vat(sale.day):
        return _without_vat(portions, context)
    answers = [_by_itself(one, sale, context) for one in portions]
    if None in answers:
        answers = _followed(portions, answers, sale, context)
    lines: list[Taxed] = []
    findings: list[Finding] = []
    notes: list[Message] = []
    for answer in answers:
        if answer is not None:
            lines += answer.lines
            findings += answer.findings
            notes += answer.notes
    return Answer(tuple(lines), tuple(findings), tuple(notes))


def _followed(
    portions: Sequence[Portion], own: Sequence[Answer | None], sale: Sale, context: Context
) -> list[Answer | None]:
    """With an answer for each: first what goes with the goods, then what is deducted from all that."""
    goods = [taxed for taxed in _treated(own) if is_goods(taxed.portion)]
    answers = list(own)
    deductions = []
    for place, (one, known) in enumerate(zip(portions, own, strict=True)):
        if known is None and one.line.kind in DEDUCTIONS:
            deductions.append(place)
        elif known is None:
            answers[place] = followers.follow(one, goods, sale, context)
    bearing = followers.bearing([portions[place] for place in deductions], _treated(answers))
    for place in deductions:
        answers[place] = followers.lower(portions[place], bearing)
    return answers


def _treated(answers: Sequence[Answer | None]) -> list[Taxed]:
    """What could be treated by now."""
    return [taxed for answer in answers if answer is not None for taxed in answer.lines]


def _without_vat(portions: Sequence[Portion], context: Context) -> Answer:
    vat = Vat(ZERO, VatCategory.OUTSIDE, "", context.settings.no_vat_reason)
    findings = tuple(_charged_all_the_same(one) for one in portions if one.tax)
    return Answer(tuple(Taxed(one, vat, ZERO) for one in portions), findings)


def _charged_all_the_same(one: Portion) -> Finding:
    message = say(
        "The shop charged VAT on %(line)s, but the company was not registered for VAT on that day. "
        "Correct the shop's tax settings or the company's VAT period.",
        line=name_of(one),
    )
    return Finding(Severity.HOLD, "VAT-NON-PAYER", field_of(one), message)


def _by_itself(one: Portion, sale: Sale, context: Context) -> Answer | None:
    """The treatment by the line's own rate or a rule; None if it has to follow the goods."""
    rate = charged(one, sale)
    rule = _rule(one, rate, sale) if sale.rules else None
    if rule is not None:
        return _by_rule(one, rate, rule, sale, context)
    if rate.percent is None:
        return _no_rate(one)
    if rate.percent > 0:
        return _at(one, rate.percent, "", rate.tax, rate.findings, sale, context)
    return None


def _rule(one: Portion, rate: Charged, sale: Sale) -> VatRule | None:
    return first_vat_rule(sale.rules, rate.percent, one.line.kind, sale.buyer, sale.company, sale.seller)


def _by_rule(one: Portion, rate: Charged, rule: VatRule, sale: Sale, context: Context) -> Answer:
    percent = rule.to_percent if rule.to_percent is not None else rate.percent
    if percent is None:
        return _no_rate(one)
    if percent > 0:
        same = percent == rate.percent
        tax = rate.tax if same else vat_inside(one.gross, percent)
        return _at(one, percent, rule.name, tax, rate.findings if same else (), sale, context)
    if rule.category is VatCategory.STANDARD:
        return followers.no_reason(one)
    name = system_name(context.offers, ZERO, rule.name)
    findings = (not_offered(one, ZERO, rule.name),) if name is None else ()
    vat = Vat(ZERO, rule.category, name or "", rule.reason)
    return Answer((Taxed(one, vat, ZERO),), findings)


def _at(
    one: Portion,
    percent: Decimal,
    wanted: str,
    tax: Decimal,
    findings: tuple[Finding, ...],
    sale: Sale,
    context: Context,
) -> Answer:
    doubt = judge(one, percent, sale)
    if doubt is not None:
        findings = (*findings, doubt)
    name = system_name(context.offers, percent, wanted)
    if name is None:
        findings = (*findings, not_offered(one, percent, wanted))
    return Answer((Taxed(one, Vat(percent, name=name or ""), tax),), findings)


def _no_rate(one: Portion) -> Answer:
    message = say(
        "The shop charged %(tax)s VAT on %(line)s but does not say at which rate. Enter the rate.",
        tax=one.tax,
        line=name_of(one),
    )
    return held(one, "VAT-RATE", message)
