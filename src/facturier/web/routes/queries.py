"""Routes by shop, in the order in which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from facturier.store.models import Company, Connection, Organisation, Route
from facturier.web.reader import Reader
from facturier.web.routes.sentence import Sentence, sentence

_WITH = ("shop", "system", "company", "organisation")


@dataclass(frozen=True)
class Told:
    """before: the active routes that are asked before this one."""

    route: Route
    sentence: Sentence
    before: Sequence[Route]


@dataclass(frozen=True)
class OfShop:
    shop: Connection
    routes: Sequence[Told]


@dataclass(frozen=True)
class Ends:
    """What a new route can lead from, to, and be issued by."""

    shops: Sequence[Connection]
    systems: Sequence[Connection]
    companies: Sequence[Company]

    @property
    def missing(self) -> bool:
        return not (self.shops and self.systems and self.companies)


def route_of(reader: Reader, pk: int) -> Route:
    """Raises Http404 for one of somebody else."""
    return get_object_or_404(Route.objects.select_related(*_WITH), pk=pk, organisation__in=reader.ids)


def routes(organisation: Organisation) -> Sequence[OfShop]:
    rows = (
        Route.objects.filter(organisation=organisation).select_related(*_WITH).order_by("shop__label", "rank")
    )
    by_shop: dict[int, list[Route]] = {}
    for row in rows:
        by_shop.setdefault(row.shop_id, []).append(row)
    return [OfShop(found[0].shop, [_told(row, found) for row in found]) for found in by_shop.values()]


def asked_before(route: Route) -> Sequence[Route]:
    """The active routes of the same shop that are asked before this one."""
    return list(Route.objects.filter(shop=route.shop, active=True, rank__lt=route.rank).exclude(pk=route.pk))


def ends(organisation: Organisation) -> Ends:
    rows = list(Connection.objects.filter(organisation=organisation).order_by("label"))
    return Ends(
        [row for row in rows if row.role == Connection.Role.SHOP],
        [row for row in rows if row.role == Connection.Role.SYSTEM],
        list(Company.objects.filter(organisation=organisation).order_by("issuer")),
    )


def _told(row: Route, of_shop: Sequence[Route]) -> Told:
    before = [one for one in of_shop if one.active and one.rank < row.rank]
    return Told(row, sentence(row), before)
