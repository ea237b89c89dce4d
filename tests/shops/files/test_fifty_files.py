"""A folder with fifty files, twenty of them broken in twenty ways, through the real flows into SmartBill's simulator:
every good order is issued once, every bad file reported with row and field.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.shops.files.place import Place
from tests.shops.files.support import line, table, told, written
from tests.support.workbook import Raw, workbook
from tests.support.world import Died, World

from facturier.drafting.settings import WriteBackSettings
from facturier.flows.find import poll
from facturier.sandbox.ledger import twice
from facturier.shops.files import results, schema
from facturier.shops.files.sandbox.person import buyer
from facturier.store.models import Alarm, Connection, Document, Order, Standing

HEAD = "number,placed_at,currency,buyer_name,buyer_city,name,quantity,price,vat"
GOOD_ROW = "{number},2026-11-19 14:30,RON,Ana Exemplu,Cluj,Mug,2,19.99,21"
LINE = '{"name": "Mug", "price": 19.99, "vat": 21}'
HEAD_OF_JSON = '{"number": "B-1", "placed_at": "2026-11-19", "currency": "RON", "buyer": {"name": "Ana"}, '


def row(column: str, cell: str) -> str:
    """A table whose third row is wrong in one cell."""
    cells = dict(zip(HEAD.split(","), GOOD_ROW.format(number="B-2").split(","), strict=True))
    cells[column] = cell
    return table(GOOD_ROW.format(number="B-1"), ",".join(cells.values()), head=HEAD)


def in_json(line_text: str) -> str:
    return f'{HEAD_OF_JSON}"lines": [{line_text}]}}'


# File, content, and the row and field (or words) that its report must name.
BAD: dict[str, tuple[str | bytes, str]] = {
    "comma.csv": (row("price", '"19,99"'), "Row 3, price: “19,99” is written with"),
    "thousands.csv": (row("price", "1 234.50"), "Row 3, price: “1 234.50” is no plain number"),
    "date.csv": (row("placed_at", "19.11.2026"), "Row 3, placed_at: “19.11.2026” is no date"),
    "currency.csv": (row("currency", "LEI"), "Row 3, currency: “LEI” is no"),
    "nobody.csv": (row("buyer_name", ""), "Row 3, buyer_name: It is missing"),
    "novat.csv": (row("vat", ""), "Row 3, vat: VAT is missing"),
    "nonumber.csv": (row("number", ""), "Row 3, number: It is empty"),
    "returned.csv": (row("quantity", "-1"), "Row 3, quantity: It must be above zero"),
    "column.csv": (
        row("name", "Mug").replace("quantity", "qantity"),
        "Row 1, qantity: There is no such column. Nearest: quantity",
    ),
    "cut.csv": (row("name", "Mug")[:-9], "Row 3: It has 8 cells"),
    "quote.csv": (row("name", '"Mug'), "Row 3: The quotes of this row are not right"),
    "scattered.csv": (
        table(*(GOOD_ROW.format(number=number) for number in ("B-1", "B-2", "B-1")), head=HEAD),
        "Row 4, number: Order B-1 began in row 2",
    ),
    "windows.csv": (row("name", "Żółć").encode("cp1250"), "Row 3: Its encoding cannot be told"),
    "cut.json": (in_json(LINE)[:-20], "Row 1: It is no JSON here"),
    "typo.json": (
        in_json(LINE.replace("vat", "vta")),
        "Row 1, lines[0].vta: There is no such field. Nearest: vat",
    ),
    "twice.json": (
        f"[{in_json(LINE)},\n{in_json(LINE)}]",
        "Row 2, number: Order B-1 stands in row 1 already",
    ),
    "broken.jsonl": (f"{in_json(LINE)}\n{{oops\n", "Row 2: It is no JSON here"),
    "formula.xlsx": (
        workbook(
            [
                HEAD.split(","),
                [*GOOD_ROW.format(number="B-1").split(",")[:7], Raw('<c r="{at}"><f>A1</f></c>'), 21],
            ]
        ),
        "Row 2, column H: A formula without its result",
    ),
    "damaged.xlsx": (workbook([HEAD.split(",")])[:-60], "It is no XLSX file"),
    "order.pdf": (b"%PDF-1.7", "Files named *.pdf are not read"),
}
FORMS = ("json", "jsonl", "csv", "xlsx")


def good(place: int) -> tuple[schema.Order, ...]:
    """Every fifth file has two orders; quantities, discounts, net prices and shipping by turns."""
    turns: tuple[Callable[[], schema.Order], ...] = (
        lambda: told(buyer=buyer()),
        lambda: told(
            buyer=buyer(), lines=(line(quantity=Decimal(3), discount=Decimal("5.00")), line(name="Tea"))
        ),
        lambda: told(buyer=buyer(), prices_include_vat=False, lines=(line(price=Decimal(100)),)),
        lambda: told(buyer=buyer(), shipping=schema.Shipping(amount=Decimal("15.00"), vat=Decimal(21))),
    )
    first = msgspec.structs.replace(turns[place % 4](), number=f"G-{place}")
    return (first, msgspec.structs.replace(first, number=f"G-{place}-b")) if place % 5 == 0 else (first,)


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Place:
    """The world's shop is a folder, on the world's clock."""
    found = Place(tmp_path / "orders", world.clock)
    found.inbox.mkdir()
    Connection.objects.filter(pk=world.shop.pk).update(
        connector="files", settings={"folder": str(found.inbox), "shop": "till"}
    )
    world.settings(write_back=WriteBackSettings())
    return found


def fill(folder: Place) -> dict[str, schema.Order]:
    """Thirty good files and twenty bad ones; what is to be issued, by number."""
    orders: dict[str, schema.Order] = {}
    for place in range(30):
        told = good(place)
        form = FORMS[place % len(FORMS)]
        folder.drop(f"good-{place}.{form}", written(form, told))
        orders |= {order.number: order for order in told}
    for name, (body, _) in BAD.items():
        folder.drop(name, body)
    assert len(folder.names()) == 50
    return orders


def work(world: World, polls: int = 3) -> None:
    for _ in range(polls):
        poll(world.env, world.shop.pk)
        world.clock.advance(timedelta(minutes=1))
    world.run()


def issued_once(world: World, orders: dict[str, schema.Order]) -> None:
    rows = {order.number: order for order in Order.objects.all()}
    assert set(rows) == set(orders)
    assert {order.standing for order in rows.values()} == {Standing.VERIFIED}
    assert Document.objects.count() == len(orders) == len(world.sandbox.ledger.entries())
    assert not twice(world.sandbox.standing())


def all_reported(folder: Place) -> None:
    alarms = [alarm.message.render() for alarm in Alarm.objects.filter(code="SHOP", closed_at=None)]
    for name, (_, words) in BAD.items():
        report = (folder.inbox / "bad" / f"{name}.report.txt").read_text("utf-8")
        assert words in report, name
        (alarm,) = [alarm for alarm in alarms if f"“{name}” was not taken." in alarm]
        assert words in alarm
    assert len(alarms) == len(BAD)


def test_every_good_order_is_issued_once_and_every_bad_file_reported(world: World, folder: Place) -> None:
    orders = fill(folder)
    work(world)
    issued_once(world, orders)
    all_reported(folder)
    assert folder.names() == []
    assert len(folder.names("read")) == 30
    for number in orders:
        found = results.read(results.path_of(folder.inbox / "results", number))
        assert found is not None
        (document,) = found.documents
        row = Document.objects.get(order__number=number)
        assert (document.series, document.number, document.reference) == (
            row.series,
            row.number,
            row.reference,
        )


def test_a_second_delivery_of_the_whole_folder_makes_no_second_document(world: World, folder: Place) -> None:
    orders = fill(folder)
    work(world)
    fill(folder)
    work(world)
    issued_once(world, orders)


def test_a_worker_that_dies_between_storing_and_moving_makes_no_second_document(
    world: World, folder: Place
) -> None:
    orders = fill(folder)
    for _ in range(3):
        world.crash_at = "page stored"
        with pytest.raises(Died):
            poll(world.env, world.shop.pk)
        world.run()
    work(world)
    issued_once(world, orders)
    all_reported(folder)


def test_mending_the_bad_files_ends_their_alarms(world: World, folder: Place) -> None:
    for name, (body, _) in BAD.items():
        folder.drop(name, body)
    work(world, polls=1)
    assert Alarm.objects.filter(code="SHOP", closed_at=None).count() == len(BAD)
    for path in (folder.inbox / "bad").iterdir():
        path.unlink()
    folder.drop("comma.csv", table(GOOD_ROW.format(number="B-2"), head=HEAD))
    work(world)
    assert not Alarm.objects.filter(code="SHOP", closed_at=None).exists()
    assert Order.objects.filter(number="B-2").exists()
