"""PDF links: fetched without credentials, dead seven days after they were told (fact sheet, section 17)."""

from datetime import datetime, timedelta
from hashlib import sha256

from werkzeug.wrappers import Response

from facturier.sandbox import pdf
from facturier.sandbox.kit import page
from facturier.systems.fattureincloud.sandbox.books import Book
from facturier.systems.fattureincloud.sandbox.call import Call, Scene
from facturier.systems.fattureincloud.sandbox.replies import Json

DOOR = "/doc/"
LIFE = timedelta(days=7)


def token(id: int) -> str:
    return sha256(f"document {id}".encode()).hexdigest()[:32]


def link(call: Call, document: Json) -> str:
    until = int((call.scene.now + LIFE).timestamp())
    return f"{call.root}{DOOR}{document['permanent_token']}-{until}.pdf"


def fetch(scene: Scene, path: str) -> Response:
    mark, _, until = path.removeprefix(DOOR).removesuffix(".pdf").partition("-")
    document = _of(scene.book, mark)
    if document is None or not until.isdigit():
        return page(404, "404 Not Found")
    if scene.now >= datetime.fromtimestamp(int(until), tz=scene.now.tzinfo):
        return page(403, "403 Forbidden")
    return Response(_pdf(document), content_type="application/pdf")


def _of(book: Book, mark: str) -> Json | None:
    return next(
        (
            document
            for company in book.companies.values()
            for document in reversed(company.documents.values())  # most are fetched as soon as they are made
            if document["permanent_token"] == mark
        ),
        None,
    )


def _pdf(document: Json) -> bytes:
    """What of a document is printed; its `subject` is not (fact sheet, section 9)."""
    number = f"{document['number']}{document['numeration']}/{document['year']}"
    return pdf.write(
        [
            f"{document['type']} {number}: {document['amount_gross']} EUR",
            (document["entity"] or {}).get("name") or "",
            document["visible_subject"],
            *(f"{item['name']} x {item['qty']}" for item in document["items_list"]),
            document["notes"],
        ]
    )
