"""Who reads a page, and whose data that person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, JSONField, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.countries.takings import KEEPING
from facturier.store.models import Company, Organisation

UTC = "UTC"
_COUNTRY = KeyTextTransform("country", Cast("facts", JSONField()))


@dataclass(frozen=True)
class Reader:
    """name: signs the audit trail. organisations: all that may be seen. organisation: whose data the lists show.

    everything: may also do what concerns the whole installation. zone: in which moments are shown.
    takings: a company of the organisation belongs to a country that knows a register of daily takings.
    """

    name: str
    everything: bool
    organisations: Sequence[Organisation]
    organisation: Organisation | None
    zone: ZoneInfo
    takings: bool = False

    @property
    def ids(self) -> list[int]:
        """Of the organisations that may be seen; a query keeps to them."""
        return [one.pk for one in self.organisations]

    @property
    def chosen(self) -> Organisation:
        """Whose data the lists show. Raises PermissionDenied for a person of no organisation."""
        if self.organisation is None:
            raise PermissionDenied(f"{self.name} belongs to no organisation")
        return self.organisation


def reader_of(user: User | AbstractBaseUser | AnonymousUser, chosen: int | None) -> Reader:
    """chosen: the organisation that the person has switched to; their first one where it is not theirs."""
    everything = bool(getattr(user, "is_superuser", False))
    rows = Organisation.objects.all() if everything else Organisation.objects.filter(members__user=user.pk)
    company = Company.objects.filter(organisation=OuterRef("pk")).order_by("pk")
    keeping = Company.objects.filter(organisation=OuterRef("pk")).annotate(country=_COUNTRY)
    known = rows.annotate(
        issuer_facts=Subquery(company.values("facts")[:1]),
        takings=Exists(keeping.filter(country__in=KEEPING)),
    )
    organisations = list(known.order_by("name"))
    first = organisations[0] if organisations else None
    shown = next((one for one in organisations if one.pk == chosen), first)
    return Reader(
        user.get_username(), everything, organisations, shown, _zone(shown), getattr(shown, "takings", False)
    )


def _zone(organisation: Organisation | None) -> ZoneInfo:
    """That of the organisation's company: people think in the time of their documents."""
    company: CompanyFacts | None = getattr(organisation, "issuer_facts", None)
    return ZoneInfo(company.zone if company else UTC)
