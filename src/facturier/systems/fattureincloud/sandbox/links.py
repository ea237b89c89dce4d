"""PDF links: fetched without credentials, dead seven days after they were told (fact sheet, section 17)."""

from datetime import datetime, timedelta
from hashlib import sha256

from werkzeug.wrappers import Response

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
    """One page with the document's name and sum; no more is looked at."""
    number = f"{document['number']}{document['numeration']}/{document['year']}"
    words = f"{document['type']} {number}: {document['amount_gross']} EUR"
    drawn = f"BT /F 12 Tf 50 780 Td ({words}) Tj ET".encode("latin-1", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    ]
    body, places = b"%PDF-1.4\n", []
    for index, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (index, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table
    return body + start + b"trailer<</Size %d/Root 1 0 R>>startxref %d\n%%%%EOF" % (len(parts) + 1, len(body))
