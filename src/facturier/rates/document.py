"""One document of a bank, or the error of the closed family that says why there is none."""

from collections.abc import Mapping

from facturier.model.message import say
from facturier.ports.errors import Misconfigured, Refused
from facturier.ports.http import Http, Reply
from facturier.rates.sources import Source

NOT_FOUND = 404
_MOVED = {301, 302, 303, 307, 308, NOT_FOUND, 410}
_BUSY = {408, 425, 429}
_WORDS = 200


def document(
    http: Http, source: Source, path: str, params: Mapping[str, str] | None = None, *, may_lack: bool = False
) -> Reply | None:
    """The answer with status 200; None where `may_lack` and the bank has no such document.

    Raises NotNow (network, 5xx, or a web page in place of the document), Misconfigured (the address leads
    nowhere any more) and Refused (any other answer).
    """
    reply = http.read("GET", path, params=params)
    if reply.status == NOT_FOUND and may_lack:
        return None
    if reply.status in _MOVED:
        raise Misconfigured(
            say(
                "%(source)s does not publish its rates at %(address)s any more (answer %(status)s). Set "
                "FACTURIER_%(source)s_ADDRESS to the new address, or add the rates by hand: facturier rates --add.",
                source=source.value,
                address=http.base_url + path,
                status=reply.status,
            )
        )
    if reply.status >= 500 or reply.status in _BUSY or _is_page(reply):
        raise http.not_now(f"{reply.status} {reply.text[:_WORDS]}")
    if reply.status != 200:
        raise Refused(
            say(
                "%(source)s refused to give its rates (answer %(status)s).",
                source=source.value,
                status=reply.status,
            ),
            reply.text[:_WORDS],
        )
    return reply


def unreadable(source: Source, why: str) -> Refused:
    """The error for a document that is not as the bank's documents are known to be."""
    return Refused(
        say(
            "The rates of %(source)s cannot be read: its document is not what it used to be. Nothing of it was "
            "kept. Update Facturier, or add the rates by hand: facturier rates --add.",
            source=source.value,
        ),
        why,
    )


def _is_page(reply: Reply) -> bool:
    """Banks answer with their home page, status 200, when something is amiss."""
    if "html" in reply.headers.get("content-type", ""):
        return True
    return reply.body[:500].lstrip().lower().startswith((b"<!doctype html", b"<html"))
