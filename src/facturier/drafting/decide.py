"""An order and a route become a decision: ready with a draft, held with findings, waiting, or closed.

Pure: the same order and context give the same decision, to the cent, on any machine.
"""

from msgspec.structs import replace

from facturier.drafting import cures, refunds
from facturier.drafting.assemble import Ground, assemble
from facturier.drafting.choices import QuantitySource, RefundsPolicy, ZeroTotal
from facturier.drafting.context import Context
from facturier.drafting.decision import Decision, Outcome, closed, holds, waiting
from facturier.drafting.following import follow
from facturier.drafting.kinds import ByHand, as_kind, kind_of
from facturier.drafting.parts import Part, take
from facturier.drafting.rules import first_rule
from facturier.drafting.scope import Scope, scope
from facturier.drafting.selection import select
from facturier.drafting.sums import reconcile
from facturier.drafting.words import words_of
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.order import Order, Refund


def decide(order: Order, context: Context) -> Decision:
    """What becomes of `order` on this route now.

    Order of work: cures, selection, documents made elsewhere, sums and refunds, this part's share, then
    currency, VAT, preflight and fitting. The first thing that ends it gives the reason; findings gather.
    """
    if context.settings.quantity is QuantitySource.ORDERED:
        context = replace(context, claimed=())
    cured = cures.apply(order, context.cures)
    context = _of_its_kind(cured.order, context)
    rule = first_rule(context.settings.rules, cured.order, context.company.country)
    stop = select(cured.order, rule, context) or _elsewhere(cured.order)
    if stop is not None:
        return replace(stop, findings=(*cured.findings, *stop.findings))
    sale, findings = _sale(cured.order, context)
    part = take(sale, context.settings.quantity, context.claimed)
    if not part.portions:
        return _nothing_new(part, (*cured.findings, *findings), bool(context.claimed))
    covered = scope(part.portions, context.settings)
    findings = (*cured.findings, *findings, *part.findings, *covered.findings)
    decision = _nothing_to_pay(part, covered, findings, context) or _drafted(
        Ground(sale, part, covered, rule), findings, context
    )
    return follow(decision, context.before) if context.before else decision


def _of_its_kind(order: Order, context: Context) -> Context:
    """The route's settings, as they are for the kind of document that this order gets."""
    wanted = context.by_hand or ByHand(kind_of(order, context.settings))
    settings = as_kind(context.settings, wanted.kind, wanted.series, context.offers.series)
    return replace(context, settings=settings)


def _sale(order: Order, context: Context) -> tuple[Order, tuple[Finding, ...]]:
    """The order as it is to be invoiced: adding up, and without what was already given back."""
    summed = reconcile(order, context.settings, words_of(context.company.country))
    given_back = _given_back(order, context)
    if summed.findings or not given_back:
        return summed.order, summed.findings
    netted = refunds.net(replace(summed.order, refunds=given_back))
    return replace(netted.order, refunds=summed.order.refunds), netted.findings


def _given_back(order: Order, context: Context) -> tuple[Refund, ...]:
    """What is not to be invoiced: with the first document what was refunded by then; later ones leave that out, too,
    for what is refunded after the first document is credited."""
    if context.claimed:
        return tuple(refund for refund in order.refunds if refund.id in context.netted)
    return order.refunds if context.settings.refunds is RefundsPolicy.NET else ()


def _elsewhere(order: Order) -> Decision | None:
    """Another tool's document ends it; another tool's mark without a number needs a person to look."""
    numbered = next((one for one in order.elsewhere if one.number), None)
    if numbered is not None:
        name = f"{numbered.series} {numbered.number}".strip()
        return closed(say("Issued elsewhere as %(name)s, by %(tool)s.", name=name, tool=numbered.tool))
    if not order.elsewhere:
        return None
    mark = order.elsewhere[0]
    message = say(
        "%(tool)s left a mark on the order without a document number: %(said)s. "
        "Look whether it is invoiced already.",
        tool=mark.tool,
        said=mark.said or mark.link or "-",
    )
    return Decision(Outcome.HELD, findings=(Finding(Severity.HOLD, "ELSEWHERE", "elsewhere", message),))


def _nothing_new(part: Part, findings: tuple[Finding, ...], begun: bool) -> Decision:
    """begun: earlier documents took their share; until then, what does not add up is for a person to see."""
    if holds(part.findings) or (holds(findings) and not begun):
        return Decision(Outcome.HELD, findings=(*findings, *part.findings))
    if not part.last:
        reason = say("Nothing new was invoiced or shipped in the shop since the last document.")
        return waiting(reason, findings)
    if begun:
        return waiting(say("Everything on the order is invoiced already."), findings)
    reason = say(
        "Nothing is left of the order: everything on it was cancelled or refunded before a document was made."
    )
    return closed(reason, findings)


def _nothing_to_pay(
    part: Part, covered: Scope, findings: tuple[Finding, ...], context: Context
) -> Decision | None:
    """A document of nothing is rarely meant: closed by default. A free part waits for its siblings."""
    payable = covered.payable
    if payable > 0:
        return None
    if holds(findings):
        return Decision(Outcome.HELD, findings=findings)
    if payable < 0:
        message = say(
            "The order comes to %(amount)s. An invoice cannot be negative: correct the order, or credit the "
            "document that it belongs to.",
            amount=payable,
        )
        return Decision(
            Outcome.HELD, findings=(*findings, Finding(Severity.HOLD, "NEGATIVE", "payable", message))
        )
    if not part.last or context.claimed:
        return waiting(
            say("What is new costs nothing; it goes with the next part, if there is one."), findings
        )
    return _free(findings, context.settings.zero_total)


def _free(findings: tuple[Finding, ...], policy: ZeroTotal) -> Decision | None:
    if policy is ZeroTotal.CLOSE:
        return closed(say("There is nothing to pay, and the route makes no document then."), findings)
    if policy is ZeroTotal.HOLD:
        message = say("There is nothing to pay. Issue such orders, or close them: choose in the route.")
        finding = Finding(Severity.HOLD, "ZERO-TOTAL", "payable", message)
        return Decision(Outcome.HELD, findings=(*findings, finding))
    return None


def _drafted(ground: Ground, findings: tuple[Finding, ...], context: Context) -> Decision:
    assembled = assemble(ground, context)
    findings = (*findings, *assembled.findings)
    ready = assembled.draft is not None and not holds(findings)
    return Decision(
        Outcome.READY if ready else Outcome.HELD,
        draft=assembled.draft,
        findings=findings,
        last_part=ground.part.last,
        takes=ground.part.takes,
    )
