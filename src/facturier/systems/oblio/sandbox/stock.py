"""Stock: which stored product a line means, and what moves."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import ZERO, Company, Move, Place, Product, Row
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.lines import Terms
from facturier.systems.oblio.sandbox.seed import SERVICE


def planned(company: Company, rows: Iterable[Row], station: str, terms: Terms) -> list[Move]:
    """What leaves for these rows. Raises Refusal, and then nothing of the document exists."""
    moves: list[Move] = []
    for row in rows:
        if row.type in (SERVICE, "", "-"):
            continue
        place = _place(company, row, station)
        product = _stored(company, row, place)
        left = product.stock[place] + sum((m.quantity for m in moves if _same(m, place, product)), ZERO)
        if left < row.quantity and terms.switches.shortage_refused:
            raise Refusal(f"Stoc insuficient pentru {product.name}: {left:f}.")
        moves.append(Move(place, product, -row.quantity))
    return moves


def apply(moves: Iterable[Move]) -> None:
    for move in moves:
        stock = move.product.stock
        stock[move.place] = stock.get(move.place, ZERO) + move.quantity


def undone(moves: Iterable[Move]) -> list[Move]:
    return [replace(move, quantity=-move.quantity) for move in moves]


def save(company: Company, lines: Sequence[Fields], rows: Sequence[Row]) -> None:
    """A line that does not say otherwise overwrites the stored product's price, or makes a product of it."""
    priced = [line for line in lines if line.amount("discount") is None]
    for line, row in zip(priced, [row for row in rows if row.unit], strict=True):
        if not line.flag("save", True):
            continue
        product = matching(company, row)
        if product is None:
            product = Product(row.name, row.code, row.unit, row.type or "-", row.price, row.rate)
            company.products.append(product)
        product.price, product.rate, product.included = row.price, row.rate, row.included


def matching(company: Company, row: Row) -> Product | None:
    """By code where the line has one, else by name; and by type (a guess)."""
    for product in company.products:
        same = product.code == row.code if row.code else product.name.casefold() == row.name.casefold()
        if same and row.type in ("", product.type):
            return product
    return None


def _same(move: Move, place: Place, product: Product) -> bool:
    return move.place == place and move.product is product


def _place(company: Company, row: Row, station: str) -> Place:
    place = (station, row.management)
    if place not in company.places:
        raise Refusal(f"Gestiunea {row.management} a produsului {row.name} nu exista in {station}.")
    return place


def _stored(company: Company, row: Row, place: Place) -> Product:
    product = matching(company, row)
    if product is None or place not in product.stock:
        raise Refusal(f"Produsul {row.name} nu exista in gestiunea {place[1]}.")
    return product
