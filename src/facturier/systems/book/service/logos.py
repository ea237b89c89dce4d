"""Pictures, kept by the digest of their bytes."""

from hashlib import sha256

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.book.models import Logo
from facturier.systems.book.printing.render import check_logo

LARGEST = 1_000_000
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def stored(content: bytes) -> Logo | None:
    """The picture's row, None without one. Raises Misconfigured for what is no picture, too large, or cannot be
    printed: documents keep the logo that they were issued with, so none that has such a one ever has a page."""
    if not content:
        return None
    if len(content) > LARGEST or not is_picture(content):
        raise Misconfigured(say("The logo must be a PNG, JPEG or SVG picture of 1 MB at most."), "LOGO")
    mark = sha256(content).hexdigest()
    if not Logo.objects.filter(digest=mark).exists():
        check_logo(content)
    Logo.objects.bulk_create([Logo(digest=mark, content=content)], ignore_conflicts=True)
    return Logo.objects.get(digest=mark)


def is_picture(content: bytes) -> bool:
    return content.startswith(_BEGINNINGS) or b"<svg" in content[:1000]
