"""What goes wrong on the way to a bank, and documents that mean harm."""

from datetime import date, timedelta

import httpx
import pytest
from tests.rates.documents import NOW, Answer, Served, bnr

from facturier.ports.errors import Misconfigured, NotNow, Refused, RemoteError
from facturier.rates.read import read
from facturier.rates.sources import Source
from facturier.rates.xml import NotXml, parsed

FRIDAY = date(2026, 11, 20)
PAGE = "<!DOCTYPE html><html><body>Banca Națională a României</body></html>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE DataSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><DataSet>&c;</DataSet>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE DataSet [<!ENTITY a SYSTEM "file:///etc/hostname">]><DataSet>&a;</DataSet>"""
OUTSIDE = b"""<!DOCTYPE DataSet SYSTEM "http://127.0.0.1/x.dtd"><DataSet/>"""


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.ConnectError("no route"), NotNow),
        (httpx.ReadTimeout("slow"), NotNow),
        (httpx.RemoteProtocolError("cut"), NotNow),
        (500, NotNow),
        (503, NotNow),
        (429, NotNow),
        (httpx.Response(200, html=PAGE), NotNow),
        (httpx.Response(200, content=PAGE.encode(), headers={"Content-Type": "text/xml"}), NotNow),
        (301, Misconfigured),
        (302, Misconfigured),
        (404, Misconfigured),
        (410, Misconfigured),
        (400, Refused),
        (403, Refused),
        (b"", Refused),
        (b"garbage", Refused),
    ],
)
def test_every_trouble_is_one_of_the_family(source: Source, answer: Answer, error: type[RemoteError]) -> None:
    with pytest.raises(error) as raised:
        read(source, FRIDAY, FRIDAY, Served(otherwise=answer).http(source))
    assert type(raised.value) is error
    if isinstance(raised.value, NotNow):
        assert NOW < raised.value.retry_at < NOW + timedelta(hours=1)


def test_trouble_half_way_leaves_nothing() -> None:
    served = Served({"/nbrfxrates.xml": bnr({"2026-11-20": "5.0874"}), "/nbrfxrates10days.xml": 503})
    with pytest.raises(NotNow):
        read(Source.BNR, date(2026, 11, 18), FRIDAY, served.http(Source.BNR))


@pytest.mark.parametrize("bomb", [LAUGHS, FILE, OUTSIDE])
def test_a_document_type_is_refused_before_it_is_read(bomb: bytes) -> None:
    with pytest.raises(NotXml, match="document type"):
        parsed(bomb)
    with pytest.raises(Refused):
        read(Source.BNR, FRIDAY, FRIDAY, Served(otherwise=bomb).http(Source.BNR))


@pytest.mark.parametrize(
    "broken", [b"", b"<a>", b"<a></b>", b"<a>&nothing;</a>", b"<a/><b/>", b"\xff\xfe<", b"<a>\x00</a>"]
)
def test_malformed_xml_is_told_apart(broken: bytes) -> None:
    with pytest.raises(NotXml):
        parsed(broken)


def test_names_lose_their_namespace_and_nothing_else_changes() -> None:
    root = parsed('<x:a xmlns:x="urn:x" k="v">ț<b xmlns="urn:y">1</b> 2</x:a>'.encode())
    (child,) = root
    assert (root.tag, root.attrib, root.text) == ("a", {"k": "v"}, "ț")
    assert (child.tag, child.text, child.tail) == ("b", "1", " 2")
