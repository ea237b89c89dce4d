"""The words that are written onto the shop's order."""

from facturier.drafting.settings import WriteBackSettings
from facturier.model.document import Issued


def comment_for(wanted: WriteBackSettings, document: Issued, reference: str) -> str:
    """The route's template filled in, with our mark at its end so that it is recognised later.

    Known places: series, number, link, pdf. An unknown one is left as it stands, never an error here.
    """
    if not wanted.comment:
        return ""
    text = wanted.comment
    facts = {
        "series": document.series,
        "number": document.number,
        "link": document.public_link or document.link,
        "pdf": document.public_link,
    }
    for name, value in facts.items():
        text = text.replace(f"%({name})s", value)
    return f"{text.strip()} [{reference}]"
