"""The share of a sale that is due, as a draft."""

from msgspec import Struct

from facturier.drafting import payment
from facturier.drafting.context import Context
from facturier.drafting.exchange import convert
from facturier.drafting.fitted import fitted
from facturier.drafting.fitting.result import Fit
from facturier.drafting.frame import ONE, Frame, frame
from facturier.drafting.limits import document_findings
from facturier.drafting.lines import wanted_lines
from facturier.drafting.parts import Part
from facturier.drafting.places import destination
from facturier.drafting.preflight import check_document
from facturier.drafting.rules import Rule
from facturier.drafting.scope import Scope
from facturier.drafting.taxed import Sale
from facturier.drafting.vat import treat
from facturier.model.draft import Draft
from facturier.model.finding import Finding
from facturier.model.message import Message
from facturier.model.money import rounded, total
from facturier.model.order import Order


class Ground(Struct, frozen=True):
    """What a draft is made from. order: the whole sale; covered: what of this part belongs on it."""

    order: Order
    part: Part
    covered: Scope
    rule: Rule | None


class Assembled(Struct, frozen=True):
    """draft: None while a currency, a VAT treatment or exact totals are missing."""

    draft: Draft | None
    findings: tuple[Finding, ...]


def assemble(ground: Ground, context: Context) -> Assembled:
    """Findings come in the order of work: parties, currency, texts, VAT, lines, system, totals, payment."""
    around = frame(ground.order, ground.rule, context)
    covered = ground.covered
    portions = covered.portions if around.rate == ONE else convert(covered.portions, around.rate)
    answer = treat(portions, _sale(ground, around, context), context)
    wanted, about_lines = wanted_lines(answer.lines, context)
    findings = [*around.findings, *answer.findings, *about_lines]
    findings += check_document(wanted, around.people.buyer, around.money.currency, context)
    gross = covered.payable
    payable = rounded(gross * around.rate)
    if around.money.findings or total([line.gross for line in wanted]) != payable:
        return Assembled(None, tuple(findings))
    outcome = fitted(wanted, payable, context)
    if not isinstance(outcome, Fit):
        return Assembled(None, (*findings, outcome))
    earlier = total(one.gross for one in context.claimed)
    due = payment.Due(gross, covered.prepaid, earlier, payable, around.rate)
    settled = payment.settle(ground.order, due, around.pay, context)
    findings += [*document_findings(outcome.lines, context), *settled.findings]
    notes = (*covered.notes, *answer.notes, *outcome.notes)
    return Assembled(_draft(ground.order, around, outcome, settled, notes, context), tuple(findings))


def _sale(ground: Ground, around: Frame, context: Context) -> Sale:
    home = context.company.country
    own = ground.rule.vat if ground.rule is not None else ()
    return Sale(
        seller=home,
        buyer=destination(ground.order, home),
        company=ground.order.buyer.company,
        day=around.days.tax,
        rules=(*own, *context.settings.vat_rules),
    )


def _draft(
    order: Order,
    around: Frame,
    outcome: Fit,
    settled: payment.Settled,
    notes: tuple[Message, ...],
    context: Context,
) -> Draft:
    settings, company = context.settings, context.company
    return Draft(
        kind=settings.kind,
        order_number=order.number,
        company_tax_id=company.tax_id,
        buyer=around.people.buyer,
        currency=around.money.currency,
        lines=outcome.lines,
        totals=outcome.totals,
        series=around.texts.series,
        issue_date=around.days.issue,
        due_days=around.days.due_days,
        due_date=around.days.due,
        tax_point=around.days.tax_point,
        ship_to=around.people.ship_to,
        exchange=around.money.home,
        shop_exchange=around.money.shop,
        language=around.texts.language,
        precision=context.capabilities.arithmetic.amount_decimals,
        mentions=around.texts.mentions,
        observations=around.texts.observations,
        payment=settled.line,
        payment_method=around.texts.payment,
        save_client=settings.save_client,
        save_products=settings.save_products,
        use_stock=settings.use_stock,
        vat_exempt_company=not company.pays_vat(around.days.tax),
        vat_on_collection=settings.vat_on_collection,
        keep_system_names=settings.keep_system_names,
        prepare_only=settings.prepare_only,
        fitting=outcome.step,
        part=context.part,
        notes=notes,
        paid=settled.paid,
    )
