"""The register of takings in the browser: months, days, files, and what a person does about them."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.support.bottega import SINCE, bottega, pass_to, register, sold, some_days
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.flows.takings_close import close_all
from facturier.store import installation
from facturier.store.models import Alarm, Company, LeftOut, Order, Organisation, TakingsDay, TakingsRegister

NEXT = SINCE + timedelta(days=1)


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    made = bottega(tmp_path)
    yield made
    installation.identity.cache_clear()


@pytest.fixture
def ada(world: World) -> Client:
    return client_of(world, person("ada", world.organisation))


def place(world: World, rest: str = "") -> str:
    return f"/takings/{world.company.pk}/{rest}"


def test_a_month_with_its_days_and_sums(ada: Client, world: World) -> None:
    some_days(world)
    page = ada.get("/takings/", follow=True).text
    for figure in ("231.80", "190.00", "41.80", "33.00", "10.40"):
        assert figure in page, figure
    assert "Takings" in page
    assert "21 Nov 2026 cannot be closed yet" in page
    assert "does not say whether" in page


def test_a_day_names_its_orders_and_why_each_is_there(ada: Client, world: World) -> None:
    some_days(world)
    page = ada.get(place(world, "day/2026-11-21/")).text
    for words in ("3004", "Refund", "Invoiced afterwards", "3005", "Undecided"):
        assert words in page, words
    closed = ada.get(place(world, "day/2026-11-20/")).text
    assert "Closed" in closed
    assert "3001" in closed
    assert ada.get(place(world, "day/2026-11-19/")).status_code == 404
    assert ada.get(place(world, "day/yesterday/")).status_code == 404


def test_a_month_as_a_table_for_programs(ada: Client, world: World) -> None:
    some_days(world)
    answer = ada.get(place(world, "file/csv/"))
    rows = answer.content.decode().splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="takings-2026-11.csv"'
    assert rows[0] == "day,category,percent,gross,taxable,vat,orders,closed"
    assert rows[1] == "2026-11-20,S,4,10.40,10.00,0.40,3,yes"
    assert rows[3] == "2026-11-20,S,22,231.80,190.00,41.80,,yes"
    assert "2026-11-21,S,10,-33.00,-30.00,-3.00,3,no" in rows


def test_a_month_as_a_spreadsheet(ada: Client, world: World) -> None:
    some_days(world)
    body = ada.get(place(world, "file/xlsx/")).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "Register of daily takings"
    assert sheet[4][:3] == ["Day", "VAT rate", "Takings"]
    assert sheet[5][0] == SINCE
    assert sheet[5][1:6] == ["4 %", 10.4, 10.0, 0.4, 3.0]
    assert sheet[-1][1] == "Total"


def test_a_month_as_a_page_to_print(ada: Client, world: World) -> None:
    some_days(world)
    first, again = (ada.get(place(world, "file/pdf/")).content for _ in range(2))
    text = PdfReader(BytesIO(first)).pages[0].extract_text()
    assert first == again
    for words in (
        "Register of daily takings",
        "November 2026",
        "Bottega Demo Srl",
        "IT01234567897",
        "231.80",
    ):
        assert words in text, words
    assert "2026-11-21, 2026-11-23" in text


def test_whether_every_sale_is_in_one_place(ada: Client, world: World) -> None:
    some_days(world)
    page = ada.get(place(world, "check/")).text
    assert "the sums agree to the cent" in page
    for words in ("In the register", "In the invoices", "3005", "3007"):
        assert words in page, words


def test_an_order_is_left_out_with_a_reason_and_put_back(ada: Client, world: World) -> None:
    some_days(world)
    order = Order.objects.get(number="3005")
    address = place(world, f"orders/{order.pk}/leave-out/")
    assert "Nothing was done" in ada.post(address, {"why": " "}, follow=True).text
    assert not LeftOut.objects.exists()
    ada.post(address, {"why": "A test order"})
    assert "A test order" in str(LeftOut.objects.get().why)
    close_all(world.env)
    assert TakingsDay.objects.filter(day=NEXT).exists()
    assert "A test order" in ada.get(f"/orders/{order.pk}/").text
    assert "Put it back" in ada.get(place(world, "check/")).text
    ada.post(place(world, f"orders/{order.pk}/put-back/"))
    assert LeftOut.objects.get().back_at is not None


def test_today_says_what_waits_and_leads_there(ada: Client, world: World) -> None:
    world.hear(sold(world, "1", invoice_asked=None))
    world.run()
    pass_to(world, NEXT)
    close_all(world.env)
    page = ada.get("/").text
    assert "The takings of 2026-11-20 cannot be closed" in page
    assert place(world) in page
    assert Alarm.objects.get(code="TAKINGS").organisation == world.organisation


def test_the_register_begins_when_a_person_says_so(ada: Client, world: World) -> None:
    TakingsRegister.objects.all().delete()
    assert "Keep the register of daily takings here" in ada.get(place(world)).text
    ada.post(place(world, "begin/"), {"since": "never", "abroad": "home"})
    assert not TakingsRegister.objects.exists()
    ada.post(place(world, "begin/"), {"since": "2026-11-01", "abroad": "one_stop_shop"})
    made = register(world)
    assert (made.since.isoformat(), made.abroad, made.begun_by) == ("2026-11-01", "one_stop_shop", "ada")


def test_only_ones_own_and_only_where_the_country_knows_it(ada: Client, world: World) -> None:
    other = Organisation.objects.create(name="Altri")
    theirs = Company.objects.create(organisation=other, issuer="IT09876543217", facts=world.company.facts)
    assert ada.get(f"/takings/{theirs.pk}/").status_code == 404
    roman = client_of(world, person("ion", Organisation.objects.create(name="Atelierul")))
    assert "/takings/" in ada.get("/").text
    assert "/takings/" not in roman.get("/").text
    assert "knows no register" in roman.get("/takings/").text
