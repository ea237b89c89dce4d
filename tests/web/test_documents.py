"""The list of documents, one document, and its PDF."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.support.states import a_day
from tests.support.world import World, order
from tests.web.conftest import client_of, person

from facturier.flows import ask
from facturier.store.models import Document, Organisation, Wish


def names(text: str) -> list[str]:
    return re.findall(r'<td class="what"><a href="/documents/\d+/"[^>]*>([^<]+)</a>', text)


@pytest.fixture
def issued(world: World) -> Document:
    """The first of two invoices; the second is credited by FCT 0003."""
    world.hear(order("1001"))
    world.hear(order("1002"))
    world.run()
    second = Document.objects.get(order__number="1002")
    ask.ask(world.env, second, Wish.What.CREDIT, "ana", "back", whole=True)
    world.run()
    return Document.objects.get(order__number="1001")


def test_what_carries_a_number_is_listed_newest_first(ana: Client, world: World, issued: Document) -> None:
    world.hear(order("1003"))
    text = ana.get("/documents/").text
    assert names(text) == ["FCT 0003", "FCT 0002", "FCT 0001"]
    for words in ("Ana Exemplu", "121.00", "-121.00", "Verified", "Credit note", "1001"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=credit_note", ["FCT 0003"]),
        ("kind=invoice", ["FCT 0002", "FCT 0001"]),
        ("kind=nonsense", ["FCT 0003", "FCT 0002", "FCT 0001"]),
        ("text=FCT+0001", ["FCT 0001"]),
        ("text=2", ["FCT 0002"]),
        ("text=1002", ["FCT 0003", "FCT 0002"]),
        ("text={reference}", ["FCT 0001"]),
        ("text=nothing", []),
        ("since=2026-11-20", ["FCT 0003", "FCT 0002", "FCT 0001"]),
        ("since=2026-11-21", []),
        ("until=2026-11-19", []),
    ],
)
def test_the_list_is_narrowed(ana: Client, issued: Document, query: str, found: list[str]) -> None:
    assert names(ana.get(f"/documents/?{query.format(reference=issued.reference)}").text) == found


def test_a_document_shows_its_pdf_within_the_page(ana: Client, issued: Document) -> None:
    text = ana.get(f"/documents/{issued.pk}/").text
    assert f'src="/documents/{issued.pk}/pdf/' in text
    assert f'href="/orders/{issued.order_id}/"' in text
    assert issued.reference in text


def test_the_pdf_is_the_file_and_may_be_framed_by_our_pages_alone(
    ana: Client, world: World, issued: Document
) -> None:
    answer = ana.get(f"/documents/{issued.pk}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert answer.headers["Content-Disposition"] == 'inline; filename="fct-0001.pdf"'
    body = answer.getvalue()
    assert body.startswith(b"%PDF")
    assert body == (world.env.files / issued.pdf).read_bytes()


def test_a_file_that_is_not_here_is_said(ana: Client, world: World, issued: Document) -> None:
    (world.env.files / issued.pdf).unlink()
    assert "not on this machine" in ana.get(f"/documents/{issued.pk}/").text
    assert ana.get(f"/documents/{issued.pk}/pdf/").status_code == 404


def test_no_path_leads_out_of_the_files(ana: Client, issued: Document, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.pdf"
    outside.write_bytes(b"%PDF secret")
    Document.objects.filter(pk=issued.pk).update(pdf=f"../{outside.name}")
    assert ana.get(f"/documents/{issued.pk}/pdf/").status_code == 404


def test_another_organisation_finds_nothing(world: World, issued: Document) -> None:
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Alta")))
    assert names(stranger.get("/documents/").text) == []
    assert stranger.get(f"/documents/{issued.pk}/").status_code == 404
    assert stranger.get(f"/documents/{issued.pk}/pdf/").status_code == 404


def test_few_queries_however_many_rows(
    ana: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_day(world)
    with django_assert_max_num_queries(15):
        assert len(names(ana.get("/documents/").text)) > 5
    with django_assert_max_num_queries(15):
        ana.get(f"/documents/{Document.objects.exclude(number='')[0].pk}/")
