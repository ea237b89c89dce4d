"""The simulator keeps to the fact sheet."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest
from tests.shops.teamsystem.support import Desk


class TestAccess:
    def test_header_names_in_any_letters(self) -> None:
        desk = Desk()
        pair = {"kEy": desk.values["api_key"], "Exchange": desk.values["exchange_token"]}
        assert desk.call("GET", "/orders/list.json", pair).status_code == 200

    @pytest.mark.parametrize("pair", [{}, {"key": "x", "exchange": "y"}])
    def test_a_wrong_pair(self, pair: dict[str, str]) -> None:
        answer = Desk().call("GET", "/orders/list.json", pair or {"key": ""})
        assert (answer.status_code, list(answer.json())) == (401, ["error"])

    def test_a_reading_key_writes_nothing(self) -> None:
        desk = Desk(read_only=True)
        data = {"sku": "MUG-1", "quantity": "3"}
        assert desk.call("PUT", "/inventory/inventory.json", data=data).status_code == 401
        assert desk.call("GET", "/inventory/list.json").status_code == 200

    def test_the_day_is_used_up(self) -> None:
        desk = Desk(quota=2)
        statuses = [desk.call("GET", "/store/info.json").status_code for _ in range(3)]
        assert statuses == [200, 200, 509]
        desk.clock.advance(timedelta(hours=24))
        assert desk.call("GET", "/store/info.json").status_code == 200

    def test_the_throttled_list(self) -> None:
        desk = Desk(updated_path="/orders/updated.json")
        asked = "/orders/updated.json?from=0&to=9999999999"
        answers = [desk.call("GET", asked) for _ in range(6)]
        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert [one.headers["X-Storeden-Limit"] for one in answers][::5] == ["1/5", "5/5"]


class TestOrders:
    def test_a_list_is_a_bare_array_of_ten(self) -> None:
        desk = Desk()
        placed = [desk.place() for _ in range(12)]
        listed = desk.call("GET", "/orders/list.json").json()
        assert [one["orderID"] for one in listed] == placed[:1:-1]
        assert set(listed[0]) == {"orderID", "total", "orderDate", "status", "iso"}
        assert listed[0]["iso"]["orderDate"].endswith("+0100")

    def test_filters(self) -> None:
        desk = Desk()
        first, second = desk.place(), desk.place()
        desk.merchant.pay(second)
        at = int(desk.sandbox.shop.order(first).placed_at.timestamp())

        def found(query: str) -> list[str]:
            return [one["orderID"] for one in desk.call("GET", f"/orders/list.json?{query}").json()]

        assert found(f"since={at}") == [second]
        assert found(f"from={at}&to={at}") == [first]
        assert found("status=1") == [second]
        assert found(f"orderID[]={first}&orderID[]={second}") == [second, first]
        assert found("billing.email=nobody@x.test") == []
        assert found("limit=1&skip=1") == [first]

    def test_an_order_has_the_shape_of_the_sheet(self) -> None:
        desk = Desk(extras={"billing.pec": "a@pec.test"})
        desk.merchant.place(pieces=[(desk.sandbox.shop.products[105251], "xl_red", 1)])
        (listed,) = desk.call("GET", "/orders/list.json").json()
        told = desk.call("GET", f"/orders/order.json?orderID={listed['orderID']}").json()
        assert list(told["cart"]["items"]) == ["105251#|#xl_red"]
        assert set(told["cart"]["items"]["105251#|#xl_red"]) == {"count", "price", "options", "title", "sku"}
        assert isinstance(told["billing"]["country"], str)
        assert told["billing"]["pec"] == "a@pec.test"

    def test_statuses_are_objects_of_one_key(self) -> None:
        told = Desk().call("GET", "/orders/statuses.json").json()
        assert told[:2] == [{"0": "Attesa Pagamento"}, {"1": "Pagato"}]


class TestKeeping:
    def test_stock_is_set_and_added_to_by_forms(self) -> None:
        desk = Desk()
        product = desk.sandbox.shop.products[105252]
        answer = desk.call("PUT", "/inventory/inventory.json", data={"sku": "MUG-1", "quantity": "3"})
        assert answer.json() == {"is_child": False, "inventory_updated": 1, "err": None}
        desk.call("PUT", "/inventory/patchInventory.json", data={"sku": "MUG-1", "quantity": "4"})
        assert product.stock == 7
        none = desk.call("PUT", "/inventory/inventory.json", data={"sku": "NO", "quantity": "3"})
        assert none.json()["inventory_updated"] == 0
        assert desk.call("PUT", "/inventory/inventory.json", data={"sku": "MUG-1"}).status_code == 400

    def test_stock_is_told_with_its_variants(self) -> None:
        shirt, *_ = Desk().call("GET", "/inventory/list.json").json()
        assert (shirt["quantity"], shirt["has_child"]) == (None, True)
        assert [child["superkey"] for child in shirt["childs"]] == ["xl_red", "m_blue"]

    def test_tax_profiles_are_made_and_dropped_by_forms(self) -> None:
        desk = Desk()
        data = {"name": "IVA 5%", "value": "5", "countries[]": ["118", "83"]}
        made = desk.call("POST", "/taxes/taxprofile.json", data=data).json()["tax_profile"]["id"]
        told = desk.call("GET", f"/taxes/taxprofile.json?id={made}").json()
        assert (told["value"], told["countriesUID"]) == (5, ["118", "83"])
        assert desk.call("DELETE", "/taxes/taxprofile.json", data={"id": made}).json()["ok"] == 1
        assert desk.call("GET", f"/taxes/taxprofile.json?id={made}").status_code == 404

    def test_products_and_customers(self) -> None:
        desk = Desk()
        assert len(desk.call("GET", "/products/list.json").json()) == 6
        assert len(desk.call("GET", "/products/paginated_list.json?page=2&limit=4").json()) == 2
        assert desk.call("GET", "/products/product.json?uid=1").status_code == 404
        for _ in range(20):
            desk.place()
        (customer,) = desk.call("GET", "/clients/list.json").json()
        for asked in (f"id={customer['id']}", f"email={customer['email']}"):
            assert desk.call("GET", f"/clients/client.json?{asked}").json() == customer

    def test_an_unknown_door(self) -> None:
        assert Desk().call("GET", "/orders/nothing.json").json() == {"error": {"message": "Not found"}}


class TestHooks:
    def hooked(self, **switches: Any) -> tuple[Desk, list[tuple[str, bytes]]]:
        desk = Desk(**switches)
        came: list[tuple[str, bytes]] = []

        def post(address: str, headers: dict[str, str], sent: bytes) -> int:
            came.append((headers["Content-Type"], sent))
            return 200

        desk.sandbox.hooks.post = post
        data = {"url": "https://facturier.test/hook/s3cret", "type": "1", "name": "paid"}
        made = desk.call("POST", "/webhook/webhook.json", data=data).json()
        assert desk.call("GET", "/webhook/search.json?name=paid").json() == [
            {"type": 1, "url": data["url"], "name": "paid", "id": made["id"]}
        ]
        return desk, came

    def pay(self, desk: Desk) -> str:
        id = desk.place()
        desk.merchant.pay(id)
        desk.clock.advance(timedelta(minutes=1))
        return id

    @pytest.mark.parametrize("name", ["id_order", "orderID", "order_id"])
    def test_a_form_names_the_order(self, name: str) -> None:
        desk, came = self.hooked(hook_field=name)
        id = self.pay(desk)
        ((kind, sent),) = came
        assert kind == "application/x-www-form-urlencoded"
        assert parse_qs(sent.decode()) == {name: [id]}

    def test_json_names_the_order(self) -> None:
        desk, came = self.hooked(hook_body="json")
        id = self.pay(desk)
        ((kind, sent),) = came
        assert (kind, msgspec.json.decode(sent)) == ("application/json", {"id_order": id})

    def test_deliveries_come_twice_and_may_name_an_order_that_is_not_there(self) -> None:
        desk, came = self.hooked(hooks_doubled=True, hooks_astray=True)
        id = self.pay(desk)
        assert len(came) == 2
        assert id.encode() not in b"".join(sent for _, sent in came)

    def test_only_its_own_type_is_sent_and_a_dropped_hook_is_silent(self) -> None:
        desk, came = self.hooked()
        id = self.pay(desk)
        desk.merchant.cancel(id)
        (hook,) = desk.call("GET", "/webhook/list.json").json()
        desk.call("DELETE", "/webhook/webhook.json", data={"id": hook["id"]})
        self.pay(desk)
        assert len(came) == 1

    def test_a_receiver_that_is_not_there_breaks_nothing(self) -> None:
        desk, _ = self.hooked()

        def nobody(address: str, headers: dict[str, str], sent: bytes) -> int:
            raise OSError("refused")

        desk.sandbox.hooks.post = nobody
        id = self.pay(desk)
        assert [(order, met) for _, order, met in desk.sandbox.hooks.sent] == [(id, 0)]

    @pytest.mark.parametrize("missing", ["url", "type", "name"])
    def test_each_part_is_required(self, missing: str) -> None:
        data = {"url": "https://x.test", "type": "1", "name": "paid"}
        del data[missing]
        answer = Desk().call("POST", "/webhook/webhook.json", data=data)
        assert answer.json() == {"error": {"message": f"{missing} is required"}}


def test_people_have_doors_of_their_own() -> None:
    desk = Desk()
    root = desk.values["base_url"].removesuffix("/v1.1")
    placed = desk.call("POST", f"{root}/_person/orders").json()["orderID"]
    assert (
        desk.call("POST", f"{root}/_person/orders/{placed}/set_status", json={"status": 2}).status_code == 200
    )
    assert desk.call("GET", f"{root}/_person/orders").json() == [{"orderID": placed, "status": 2}]
