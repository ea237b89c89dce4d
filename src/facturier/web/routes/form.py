"""The form of one route: where from, where to, and every setting; what was typed stays until it fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from facturier.drafting.offered import names_of
from facturier.drafting.settings import RouteSettings
from facturier.flows import routes
from facturier.flows.trial import Trial
from facturier.model.message import Message, say
from facturier.ports.fields import fields_of
from facturier.store.models import Route
from facturier.web.form.bound import Bound, bound
from facturier.web.form.checked import WHOLE_FORM, Errors, read
from facturier.web.form.seen import stamp
from facturier.web.form.typed import Tree, add_row, tree_of
from facturier.web.routes.sections import Section, sections

FIELDS = fields_of(RouteSettings)
LABEL, RANK = "label", "rank"


@dataclass
class RouteForm:
    """route: saved or new; it carries what was typed once that fits. asked: the table that a row was added to.

    left_out: settings that its system cannot follow. seen: the stamp of what is stored.
    """

    route: Route
    label: str
    rank: str
    active: bool
    tree: Tree = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    asked: str = ""
    trial: Trial | None = None
    left_out: frozenset[str] = frozenset()
    seen: str = ""

    @property
    def sections(self) -> Sequence[Section]:
        return sections(self._bound, self.asked)

    @property
    def whole(self) -> Message | None:
        return self.errors.get(WHOLE_FORM)

    @property
    def label_error(self) -> Message | None:
        return self.errors.get(LABEL)

    @property
    def rank_error(self) -> Message | None:
        return self.errors.get(RANK)

    @property
    def _bound(self) -> Sequence[Bound]:
        offers = self.route.system.offers
        shown = [one for one in FIELDS if one.name not in self.left_out]
        return bound(shown, self.tree, names_of(offers) if offers else {}, self.errors)


def stored(route: Route) -> RouteForm:
    tree: dict[str, Any] = msgspec.to_builtins(route.settings)
    return RouteForm(route, route.label, str(route.rank), route.active, tree, seen=_seen(route))


def _seen(route: Route) -> str:
    return stamp(route.label, route.rank, route.active, route.settings)


def typed(route: Route, posted: Mapping[str, str]) -> RouteForm:
    """The form as it was sent, put into the route where all of it fits."""
    made = RouteForm(
        route,
        posted.get(LABEL, "").strip(),
        posted.get(RANK, "").strip(),
        "active" in posted,
        tree_of(FIELDS, posted),
        seen=_seen(route),
    )
    settings, errors = read(RouteSettings, FIELDS, made.tree)
    made.errors = {**errors, **_own_errors(made)}
    if settings is not None:
        made.errors |= dict(routes.not_offered(settings, route.system))
        route.settings = settings
    if not made.errors:
        route.label, route.rank, route.active = made.label, int(made.rank), made.active
        made.errors |= _rival(route)
    return made


def one_more_row(route: Route, posted: Mapping[str, str], path: str) -> RouteForm:
    """The form as it was typed so far, with a fresh row; nothing is checked yet."""
    made = RouteForm(
        route,
        posted.get(LABEL, ""),
        posted.get(RANK, ""),
        "active" in posted,
        tree_of(FIELDS, posted),
        seen=_seen(route),
    )
    add_row(FIELDS, made.tree, path)
    made.asked = path
    return made


def _own_errors(made: RouteForm) -> Errors:
    errors: Errors = {}
    others = Route.objects.filter(organisation=made.route.organisation, label=made.label).exclude(
        pk=made.route.pk
    )
    if not made.label:
        errors[LABEL] = say("Give it a name.")
    elif others.exists():
        errors[LABEL] = say("There is a route named %(label)s already.", label=made.label)
    if not (made.rank.isascii() and made.rank.isdigit() and len(made.rank) < 5):
        errors[RANK] = say("Enter a whole number, such as 14.")
    return errors


def _rival(route: Route) -> Errors:
    rival = routes.rival(route)
    if rival is None:
        return {}
    why = say(
        "%(label)s has rank %(rank)s already: it would be chance which one gets an order. Give this one another; "
        "the lowest is asked first.",
        label=rival.label,
        rank=route.rank,
    )
    return {RANK: why}
