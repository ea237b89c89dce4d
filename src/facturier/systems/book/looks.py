"""How documents look, kept once for all that look alike."""

from datetime import date, timedelta

from msgspec.structs import replace

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.systems.book import rows
from facturier.systems.book.chain import canonical, digest
from facturier.systems.book.models import Letterhead, Logo
from facturier.systems.book.wire import Letterhead as Look


def kept(look: Look, logo: Logo | None) -> Letterhead:
    """The row of this look, made if there is none yet."""
    content, picture = canonical(look), logo.digest if logo else ""
    mark = letterhead_digest(content, picture)
    found = rows.first(Letterhead, "WHERE digest = %s", mark)
    if found is None:
        row = Letterhead(digest=mark, content=content, logo=picture)
        Letterhead.objects.bulk_create([row], ignore_conflicts=True)
        found = Letterhead.objects.get(digest=mark)
    return found


def letterhead_digest(content: str, logo: str) -> str:
    return digest(f"{logo}\n{content}")


def dated(draft: Draft, look: Look, day: date) -> Draft:
    """A proforma whose draft does not say is good for as long as the settings say."""
    if draft.kind is not DocumentKind.PROFORMA or draft.due_date is not None or not look.proforma_days:
        return draft
    return replace(draft, due_date=day + timedelta(days=look.proforma_days))
