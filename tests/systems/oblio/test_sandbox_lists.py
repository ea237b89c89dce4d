"""What the simulator tells: nomenclatures and the list of invoices."""

import pytest
from tests.systems.oblio.simulated import Account, line


def test_companies_need_no_company() -> None:
    account = Account()
    account.cif = ""
    told = account.get("/nomenclature/companies")
    assert [(one["cif"], one["useStock"]) for one in told] == [("RO12345674", 1), ("87654329", 0)]


def test_rates_have_a_percent_and_one_is_usual() -> None:
    told = Account().get("/nomenclature/vat_rates")
    assert told[0] == {"name": "Normala", "percent": 21, "default": True}
    assert sum(one["default"] for one in told) == 1


def test_series_tell_the_next_number_padded() -> None:
    account = Account()
    account.made()
    (told,) = account.get("/nomenclature/series", type="Proforma")
    assert told == {"type": "Proforma", "name": "PF", "start": "0001", "next": "0001", "default": True}
    invoices = account.get("/nomenclature/series", type="Factura")
    assert invoices[0]["next"] == "0002"
    assert len(account.get("/nomenclature/series")) == 5


def test_management_only_where_there_are_stocks() -> None:
    account = Account()
    told = account.get("/nomenclature/management")
    assert {"management": "Magazin", "workStation": "Depozit"}.items() <= told[2].items()
    account.cif = "87654329"
    assert account.get("/nomenclature/management") == []


def test_products_in_their_three_shapes() -> None:
    account = Account()
    every = {one["name"]: one for one in account.get("/nomenclature/products", name="")}
    assert "stock" not in every["Montare"]
    assert (every["Montare"]["price"], every["Montare"]["productType"]) == ("119.00", "Serviciu")
    assert "price" not in every["Birou"]
    assert every["Birou"]["stock"][1] == {
        "workStation": "Sediu",
        "management": "Rezerva",
        "quantity": 4,
        "price": "242.00",
        "currency": "RON",
        "vatName": "Normala",
        "vatPercentage": 21,
        "vatIncluded": True,
    }
    flat = account.get("/nomenclature/products", management="Rezerva", workStation="Sediu", code="SKU-9")
    assert [(one["quantity"], "stock" in one) for one in flat] == [(4, False)]


def test_clients_and_languages() -> None:
    account = Account()
    (told,) = account.get("/nomenclature/clients", name="", clientCif="RO87654321")
    assert (told["name"], told["vatPayer"]) == ("Firma Exemplu SRL", "1")
    assert account.get("/nomenclature/clients", name="nobody") == []
    assert {"code": "RO", "name": "Romana"} in account.get("/nomenclature/languages")


def test_a_client_is_saved_only_if_that_is_wanted() -> None:
    account = Account()
    account.made(client={"name": "Ana", "email": "ana@example.ro"})
    assert len(account.company.clients) == 1
    account.made(client={"name": "Ana", "email": "ana@example.ro", "save": True})
    assert account.get("/nomenclature/clients", name="ana")[0]["email"] == "ana@example.ro"


def test_a_row_is_made_of_texts() -> None:
    account = Account()
    account.made(line("51.27"), mentions="Comanda 1", internalNote="secret", dueDate="2026-12-01")
    row = account.row("1")
    expected = {
        "draft": "0",
        "canceled": "0",
        "collected": "0",
        "number": "0001",
        "issueDate": "2026-11-20",
        "dueDate": "2026-12-01",
        "precision": "2",
        "exchangeRate": "0.000000",
        "total": "51.2700",
        "mentions": "Comanda 1",
        "useStock": "0",
        "type": "Factura",
    }
    assert expected.items() <= row.items()
    assert "secret" not in repr(row)
    assert row["einvoice"].endswith("&einvoice=1&api=1")
    assert row["client"]["vatPayer"] == "0"
    assert not {"products", "collects", "einvoiceStatus"} & row.keys()


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, ["0003", "0002", "0001"]),
        ({"orderDir": "asc"}, ["0001", "0002", "0003"]),
        ({"orderBy": "issueDate"}, ["0003", "0001", "0002"]),
        ({"orderBy": "number", "orderDir": "DESC"}, ["0003", "0002", "0001"]),
        ({"limitPerPage": 2}, ["0003", "0002"]),
        ({"limitPerPage": 2, "offset": 2}, ["0001"]),
        ({"canceled": 1}, ["0002"]),
        ({"canceled": 0}, ["0003", "0001"]),
        ({"collected": 1}, ["0003"]),
        ({"draft": 1}, []),
        ({"issuedAfter": "2026-11-20"}, ["0003", "0001"]),
        ({"issuedBefore": "2026-11-19"}, ["0002"]),
        ({"client[email]": "ana@example.ro"}, ["0003"]),
        ({"client[email]": "x@example.ro"}, []),
        ({"seriesName": "WEB/Ș 1"}, []),
        ({"number": "2"}, ["0002"]),
    ],
)
def test_filters_order_and_pages(asked: dict[str, object], numbers: list[str]) -> None:
    account = Account()
    account.made()
    account.made(issueDate="2026-11-19")
    account.made(collect={"type": "Card"}, client={"name": "Ana", "email": "ana@example.ro"})
    account.sandbox.person.cancel("FCT", "2")
    told = account.get("/docs/invoice/list", **asked)
    assert [one["number"] for one in told] == numbers


@pytest.mark.parametrize(("asked", "numbers"), [(-1, ["", "0001"]), (0, ["0001"]), (1, [""])])
def test_unfinished_invoices_are_listed_unless_they_are_left_out(asked: int, numbers: list[str]) -> None:
    account = Account()
    account.made()
    account.sandbox.person.draft("FCT")
    told = account.get("/docs/invoice/list", draft=asked)
    assert [(one["number"], one["draft"]) for one in told] == [(one, str(int(not one))) for one in numbers]
    assert account.made() == "0002"


def test_products_of_a_row() -> None:
    account = Account()
    account.made(line("10.00", quantity=3))
    (told,) = account.row("1", withProducts=1)["products"]
    assert (told["name"], told["quantity"], told["price"], told["vatIncluded"]) == (
        "Birou",
        "3",
        "10.00",
        "1",
    )
