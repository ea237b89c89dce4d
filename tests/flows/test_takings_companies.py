"""One shop that sells for two companies: each order is in the invoices or in the register of exactly one of them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.support.bottega import FACTS, SINCE, asked, bottega, pass_to, register, sold
from tests.support.world import START, World

from facturier.flows.takings import book
from facturier.flows.takings_check import check
from facturier.flows.takings_close import close_all
from facturier.model.order import Order as OrderFacts
from facturier.model.order import Refund
from facturier.store import installation
from facturier.store.models import (
    Company,
    Document,
    Order,
    Route,
    State,
    TakingsEntry,
    TakingsRegister,
)
from facturier.takings.judge import Abroad, Verdict


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """The first company's route takes what goes to Italy, the second one's what goes to Germany."""
    world = bottega(tmp_path)
    other = Company.objects.create(
        organisation=world.organisation,
        issuer="IT07643520567",
        facts=replace(FACTS, name="Altra Srl", tax_id="IT07643520567"),
    )
    for route, country in ((world.route, "IT"), (Route(label="Other", company=other, rank=1), "DE")):
        settings = world.route.settings
        route.organisation, route.shop, route.system = world.organisation, world.shop, world.system
        selection = replace(settings.selection, countries=(country,))
        route.settings = replace(settings, selection=selection)
        route.save()
    TakingsRegister.objects.create(
        company=other, since=SINCE, abroad=Abroad.HOME.value, begun_by="Ada", begun_at=START
    )
    yield world
    installation.identity.cache_clear()


def going_to(facts: OrderFacts, country: str) -> OrderFacts:
    address = replace(facts.buyer.address, country=country, subdivision="", postcode="10115")
    home = (
        facts
        if country == "IT"
        else replace(facts, buyer=replace(facts.buyer, address=address, personal_id=""))
    )
    return replace(home, ship_to=home.buyer.address)


def written() -> list[tuple[str, str, Decimal]]:
    """By company what its closed days have, and for what."""
    rows = TakingsEntry.objects.select_related("row__day__register__company").order_by("pk")
    return [(str(one.row.day.register), one.what, one.gross) for one in rows]


def registers() -> list[TakingsRegister]:
    return list(TakingsRegister.objects.select_related("company").order_by("pk"))


def test_each_order_is_in_one_register_or_in_one_company_s_invoices(world: World) -> None:
    for number, country, wanted in (
        ("1", "IT", False),
        ("2", "DE", False),
        ("3", "IT", True),
        ("4", "FR", False),
    ):
        world.hear(going_to(sold(world, number, invoice_asked=wanted), country))
    world.run()
    pass_to(world, SINCE + timedelta(days=1), 18)
    told = {
        one.company.facts.name: {
            account.order.number: account.judged.verdict for account in book(world.env, one).accounts
        }
        for one in registers()
    }
    assert told == {
        "Bottega Demo Srl": {"1": Verdict.COUNTED, "3": Verdict.INVOICED, "4": Verdict.COUNTED},
        "Altra Srl": {"2": Verdict.COUNTED},
    }
    assert Document.objects.get().order.number == "3"
    for one in registers():
        assert check(world.env, one, SINCE, SINCE + timedelta(days=1)).wrong == []


def test_what_nobody_has_decided_yet_is_in_one_register_too(world: World) -> None:
    for number in ("1", "2"):
        world.hear(going_to(sold(world, number), "IT"))
    Order.objects.update(look_at=None)
    seen = [account.order.number for one in registers() for account in book(world.env, one).accounts]
    assert sorted(seen) == ["1", "2"]
    assert register(world).company == world.company


def test_what_one_company_s_closed_day_has_is_deducted_there_when_the_other_invoices_it(world: World) -> None:
    facts = going_to(sold(world, "1"), "IT")
    world.hear(facts)
    world.run()
    pass_to(world, SINCE + timedelta(days=1), 13)
    close_all(world.env)
    world.hear(asked(going_to(facts, "DE"), world))
    world.run()
    waiting, other = (book(world.env, one).accounts for one in registers())
    assert [one.judged.verdict for one in waiting] == [Verdict.COMING]
    assert other == []
    now = world.clock.now()
    Document.objects.update(
        state=State.VERIFIED, number="1", issued_on=now.date(), issued_at=now, look_at=None
    )
    pass_to(world, SINCE + timedelta(days=2), 13)
    close_all(world.env)
    assert written() == [
        ("Bottega Demo Srl", "sale", Decimal(122)),
        ("Bottega Demo Srl", "invoiced", Decimal(-122)),
    ]


def test_what_the_first_company_sold_is_refunded_there_after_another_took_over_its_shop(world: World) -> None:
    """No route takes it, for it goes to France: it is the company's whose route is asked first."""
    facts = going_to(sold(world, "1"), "FR")
    world.hear(facts)
    world.run()
    pass_to(world, SINCE + timedelta(days=1), 13)
    close_all(world.env)
    Route.objects.filter(company=world.company).update(active=False)
    given = Refund("r1", world.clock.now(), Decimal(22), (), Decimal(22))
    world.hear(replace(facts, refunds=(given,), changed_at=world.clock.now()))
    world.run()
    pass_to(world, SINCE + timedelta(days=2), 13)
    close_all(world.env)
    assert written() == [
        ("Bottega Demo Srl", "sale", Decimal(122)),
        ("Bottega Demo Srl", "refund", Decimal(-22)),
    ]
