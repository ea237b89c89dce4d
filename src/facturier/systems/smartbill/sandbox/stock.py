"""Stock: which stored product a line means, what leaves the warehouse, and the traps on the way."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from msgspec.structs import replace

from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import ZERO, Company, Move, Product
from facturier.systems.smartbill.sandbox.lines import STORED_UNIT
from facturier.systems.smartbill.sandbox.requests import LinePart


def planned(
    company: Company, lines: Iterable[LinePart], label: str, day: str, moment: datetime
) -> list[Move]:
    """The moves of a document named `label`; raises Refusal, and then nothing of the document exists."""
    if not company.stock_module:
        raise Refusal("Modulul stoc nu este activ!")
    moves: list[Move] = []
    left = dict(company.stock)
    for line in lines:
        if line.is_service or line.is_discount:
            continue
        warehouse = _warehouse(company, line)
        product = _stocked(company, line, warehouse)
        quantity = Decimal(line.quantity or 0) * _factor(product, line)
        rest = left[warehouse, product] - quantity
        if rest < 0:
            raise Refusal(_too_little(label, day, product, warehouse, left[warehouse, product]))
        left[warehouse, product] = rest
        moves.append(Move(moment, warehouse, product, -quantity))
    return moves


def apply(company: Company, moves: Sequence[Move]) -> None:
    for move in moves:
        key = (move.warehouse, move.product)
        company.stock[key] = company.stock.get(key, ZERO) + move.quantity
    company.moves.extend(moves)


def undone(moves: Iterable[Move], moment: datetime) -> list[Move]:
    """The same moves the other way round."""
    return [replace(move, moment=moment, quantity=-move.quantity) for move in moves]


def rename(company: Company, lines: Iterable[LinePart]) -> None:
    """The stored name becomes what was sent, even with saveToDb false, unless useSBProductName says no."""
    for line in lines:
        keeps = line.use_sb_product_name and company.uses_codes
        if line.is_service or line.is_discount or keeps:
            continue
        product = matching(company, line)
        if product is not None and line.name:
            product.name = line.name


def matching(company: Company, line: LinePart) -> Product | None:
    """By code alone, case-sensitive, where the company uses codes; else by name, in any case."""
    for product in company.products:
        if company.uses_codes:
            if product.code == line.code:
                return product
        elif product.name.casefold() == (line.name or "").casefold():
            return product
    return None


def levels(company: Company, warehouse: str) -> list[tuple[Product, Decimal]]:
    return [(product, left) for (place, product), left in company.stock.items() if place == warehouse]


def _warehouse(company: Company, line: LinePart) -> str:
    name = line.warehouse_name
    if not name:
        raise Refusal(f"Gestiunea predatoare nu este setata pentru produsul {line.name}.")
    if name not in company.warehouses:
        raise Refusal(f"Gestiunea predatoare {name} a produsului {line.name} nu a fost gasita.")
    return name


def _stocked(company: Company, line: LinePart, warehouse: str) -> Product:
    product = matching(company, line)
    if product is None and company.uses_codes:
        same_name = next((known for known in company.products if known.name == line.name), None)
        if same_name is not None:
            raise Refusal(
                f"Exista deja pe stoc un produs cu numele {same_name.name} si codul {same_name.code}."
            )
    if product is None or (warehouse, product) not in company.stock:
        raise Refusal(
            f"Nu ai facut nicio achizitie pentru produsul {line.name} in gestiunea {warehouse}."
            '<div id="moreErrorDetails" style="display:none">Verifica receptiile.</div>'
        )
    return product


def _factor(product: Product, line: LinePart) -> Decimal:
    unit = line.measuring_unit_name or ""
    if unit in (product.unit, STORED_UNIT):
        return Decimal(1)
    if unit not in product.conversions:
        raise Refusal(f"Unitatea de masura {unit} a produsului {line.name} nu are factor de conversie setat.")
    return product.conversions[unit]


def _too_little(label: str, day: str, product: Product, warehouse: str, left: Decimal) -> str:
    return (
        f"Cantitate stoc insuficienta la <b>Factura {label}</b> din data {day}<br/>"
        f'<div id="moreErrorDetails" style="display:none">{product.name}: {warehouse}, stoc {left}</div>'
    )
