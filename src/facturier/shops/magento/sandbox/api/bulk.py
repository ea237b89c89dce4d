"""Asynchronous and bulk calls: accepted with 202, done only where the shop's queue is worked on."""

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.door import Door, anything, body
from facturier.shops.magento.sandbox.api.stock import write_source_items
from facturier.shops.magento.sandbox.refusal import Refusal, not_found

_DONE, _FAILED, _OPEN = 1, 3, 4
_RESOURCE = "Magento_InventoryApi::source"
_WATCH = "Magento_Logging::system_magento_logging_bulk_operations"


class Bulk:
    """Accepted operations by their bulk's id."""

    def __init__(self, door: Door) -> None:
        self._shop = door.shop
        self._operations: dict[str, list[Json]] = {}

    def accept(self, calls: list[Json], act: Callable[[Json], None]) -> Json:
        """Queue one operation for each call; the queue works at once, or never."""
        uuid = str(UUID(int=self._shop.random.getrandbits(128), version=4))
        self._operations[uuid] = [self._run(place, call, act) for place, call in enumerate(calls)]
        accepted = [
            {"id": place, "data_hash": _hash(call), "status": "accepted"} for place, call in enumerate(calls)
        ]
        return {"bulk_uuid": uuid, "request_items": accepted, "errors": False}

    def operations(self, uuid: str) -> list[Json]:
        if uuid not in self._operations:
            raise not_found()
        return self._operations[uuid]

    def _run(self, place: int, call: Json, act: Callable[[Json], None]) -> Json:
        operation: Json = {"id": place, "status": _OPEN, "result_message": "", "error_code": 0}
        if not self._shop.switches.consumer_runs:
            return operation
        try:
            act(call)
        except Refusal as refusal:
            return operation | {
                "status": _FAILED,
                "result_message": refusal.body["message"],
                "error_code": refusal.status,
            }
        return operation | {"status": _DONE, "result_message": "Service execution success"}


def _hash(call: Json) -> str:
    return sha256(repr(call).encode()).hexdigest()


def routes(door: Door) -> None:
    bulk = Bulk(door)
    shop = door.shop

    def write(sent: Json) -> None:
        write_source_items(shop, sent)

    @door.route("/async/V1/inventory/source-items", _RESOURCE, "POST", 202)
    def single() -> Json:
        return bulk.accept([body()], write)

    @door.route("/async/bulk/V1/inventory/source-items", _RESOURCE, "POST", 202)
    def many() -> Json:
        return bulk.accept(anything(), write)

    @door.route("/V1/bulk/<uuid>/status", _WATCH)
    def status(uuid: str) -> Json:
        return {"bulk_id": uuid, "operations_list": bulk.operations(uuid)}

    @door.route("/V1/bulk/<uuid>/operation-status/<int:code>", _WATCH)
    def count(uuid: str, code: int) -> int:
        return sum(operation["status"] == code for operation in bulk.operations(uuid))
