"""A route as one sentence: issue what, of which shop, into which system, when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facturier.drafting.choices import RuleAction, Unasked
from facturier.drafting.said import said
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.store.models import Route
from facturier.web.language import told
from facturier.web.templatetags.show import day


@dataclass(frozen=True)
class Sentence:
    """when: every condition must hold; none means every order. otherwise: what becomes of some of them."""

    head: Message
    when: Sequence[Message]
    otherwise: Message | None = None


def sentence(route: Route) -> Sentence:
    head = say(
        "%(kind)s of %(shop)s into %(system)s",
        kind=told(said(route.settings.kind)),
        shop=route.shop,
        system=route.system,
    )
    return Sentence(head, list(_conditions(route.settings)), _else(route.settings))


def _else(settings: RouteSettings) -> Message | None:
    if settings.unasked is not Unasked.SAME and settings.kind is not DocumentKind.ORDER:
        return say("an order document instead if the buyer asked for no invoice")
    return None


def _conditions(settings: RouteSettings) -> Iterator[Message]:
    wanted = settings.selection
    if wanted.only_paid and wanted.unpaid_methods:
        yield say("it is paid, or by %(methods)s", methods=", ".join(wanted.unpaid_methods))
    elif wanted.only_paid:
        yield say("it is paid")
    if wanted.only_invoice_asked and settings.unasked is Unasked.SAME:
        yield say("the buyer asked for an invoice")
    if wanted.statuses:
        yield say("its status is %(statuses)s", statuses=", ".join(wanted.statuses))
    if wanted.countries:
        yield say("it goes to %(countries)s", countries=", ".join(wanted.countries))
    if wanted.from_date is not None:
        yield say("it was placed on %(day)s or later", day=day(wanted.from_date))
    stops = sum(1 for rule in settings.rules if rule.action is RuleAction.DO_NOT_PASS)
    if stops:
        yield say("no rule stops it (%(count)s do)", count=stops)
