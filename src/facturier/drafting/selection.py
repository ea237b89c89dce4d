"""Whether an order becomes a document now, later or never."""

from datetime import date
from zoneinfo import ZoneInfo

from facturier.drafting import places
from facturier.drafting.choices import DateBasis, RuleAction, Unasked
from facturier.drafting.context import Context
from facturier.drafting.decision import Decision, closed, waiting
from facturier.drafting.rules import Rule
from facturier.model.message import Message, say
from facturier.model.order import Order, OrderState


def select(order: Order, rule: Rule | None, context: Context) -> Decision | None:
    """Why the order stops here, or None if it goes on. Final reasons come before those that can pass."""
    reason = _never(order, rule, context)
    if reason:
        return closed(reason)
    reason = _not_yet(order, context)
    return waiting(reason) if reason else None


def _never(order: Order, rule: Rule | None, context: Context) -> Message | None:
    selection = context.settings.selection
    if order.state is OrderState.CANCELLED:
        return say("The order was cancelled in the shop.")
    if rule and rule.action is RuleAction.DO_NOT_PASS:
        return say(
            "The rule %(rule)s says that such orders do not pass.",
            rule=_name(rule, context),
        )
    if selection.from_date and _placed(order, context) < selection.from_date:
        return say("The order is older than %(day)s, the first day of this route.", day=selection.from_date)
    country = places.destination(order, context.company.country)
    if selection.countries and country not in selection.countries:
        return say("The order goes to %(country)s, which this route leaves out.", country=country)
    asked = order.invoice_asked or (order.invoice_asked is None and not selection.silence_is_no)
    if selection.only_invoice_asked and not asked and not _may_be_unasked(context):
        return say("The buyer did not ask for an invoice.")
    return None


def _may_be_unasked(context: Context) -> bool:
    return context.by_hand is not None or context.settings.unasked is not Unasked.SAME


def _placed(order: Order, context: Context) -> date:
    return order.placed_at.astimezone(ZoneInfo(context.company.zone)).date()


def _not_yet(order: Order, context: Context) -> Message | None:
    settings = context.settings
    if order.state is OrderState.HELD:
        return say("The order is on hold in the shop.")
    if context.by_hand is None and (reason := _not_its_turn(order, context)):
        return reason
    if DateBasis.PAID in (settings.issue_date, settings.tax_point) and order.payment.paid_at is None:
        return say("The document takes the day of payment as its date, and that day is not known yet.")
    return None


def _not_its_turn(order: Order, context: Context) -> Message | None:
    """What the route waits for, and a person need not."""
    selection = context.settings.selection
    if selection.statuses and order.status not in selection.statuses:
        return say(
            "The order has the status %(status)s; the route waits for %(wanted)s.",
            status=order.status,
            wanted=", ".join(selection.statuses),
        )
    unasked = context.settings.unasked
    asks = unasked is Unasked.ORDER or (selection.only_invoice_asked and unasked is Unasked.SAME)
    if asks and order.invoice_asked is None:
        return say("The shop does not say whether the buyer asked for an invoice.")
    exempt = order.payment.method in selection.unpaid_methods
    if selection.only_paid and not exempt and not order.is_paid:
        return say(
            "Paid %(paid)s of %(payable)s %(currency)s. The route waits for the full payment.",
            paid=order.payment.paid,
            payable=order.owed,
            currency=order.currency,
        )
    return None


def _name(rule: Rule, context: Context) -> str:
    return rule.name or str(context.settings.rules.index(rule) + 1)
