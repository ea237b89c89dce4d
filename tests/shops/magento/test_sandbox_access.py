"""Who may call: OAuth 1.0a, Bearer, administrators' tokens and rights (fact sheet, section 2)."""

from datetime import timedelta

import httpx
import pytest
from tests.shops.magento.sandbox_desk import Desk, authorization, desk, search, spoken

from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.serve import serve
from facturier.shops.magento.sandbox import create

PATH = "/rest/V1/modules"
GUEST = "The consumer isn't authorized to access Magento_Backend::admin."


def signed(caller: Desk, seconds: float = 0, **changed: str | None) -> httpx.Response:
    account = caller.sandbox.account
    header = authorization(
        account,
        "GET",
        account["base_url"] + PATH,
        moment=caller.sandbox.clock.now().timestamp() + seconds,
        changed=changed,
    )
    return caller.http.get(PATH, headers={"Authorization": header})


def bearing(caller: Desk, token: str) -> httpx.Response:
    return caller.http.get(PATH, headers={"Authorization": f"Bearer {token}"})


def test_an_independent_signature_is_accepted() -> None:
    answer = signed(desk())
    assert answer.status_code == 200
    assert "Magento_Sales" in answer.json()


def test_the_query_is_signed_too() -> None:
    caller = desk()
    query = search(("increment_id", "like", "%1 & ș~*'()"), size=5)
    assert caller.get("/orders", query)["total_count"] == 0
    wrong = authorization(
        caller.sandbox.account,
        "GET",
        caller.sandbox.account["base_url"] + "/rest/V1/orders",
        moment=caller.sandbox.clock.now().timestamp(),
    )
    assert (
        caller.http.get("/rest/V1/orders", params=query, headers={"Authorization": wrong}).status_code == 401
    )


def test_a_signature_holds_over_a_socket_and_with_an_encoded_path() -> None:
    sandbox = create(7, VirtualClock())
    with serve(sandbox) as running:
        url = f"{running.url}/rest/all/V1/products/CAF%2D1KG"
        header = authorization(sandbox.account, "GET", url, moment=sandbox.clock.now().timestamp())
        answer = httpx.get(url, headers={"Authorization": header})
    assert answer.json()["sku"] == "CAF-1KG"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"oauth_version": "2.0"}, 400, 1),
        ({"oauth_nonce": None}, 400, 2),
        ({"oauth_token": None}, 400, 2),
        ({"oauth_signature": None}, 400, 2),
        ({"oauth_timestamp": "yesterday"}, 400, 4),
        ({"oauth_timestamp": "0"}, 400, 4),
        ({"oauth_signature_method": "HMAC-SHA1"}, 400, 6),
        ({"oauth_signature": "bm8="}, 401, 7),
        ({"oauth_consumer_key": "f" * 32}, 401, 8),
        ({"oauth_token": "f" * 32}, 401, 12),
    ],
)
def test_each_oauth_problem_has_its_status_and_code(
    changed: dict[str, str | None], status: int, code: int
) -> None:
    answer = signed(desk(), 0, **changed)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_signature_method_is_named() -> None:
    answer = signed(desk(), oauth_signature_method="HMAC-SHA1")
    assert spoken(answer.json()) == "Signature method HMAC-SHA1 is not supported"


def test_the_version_may_be_left_out() -> None:
    assert signed(desk(), oauth_version=None).status_code == 200


def test_a_nonce_counts_once() -> None:
    caller = desk()
    assert signed(caller, oauth_nonce="once").status_code == 200
    again = signed(caller, oauth_nonce="once")
    assert (again.status_code, again.json()["code"]) == (401, 5)


@pytest.mark.parametrize(("seconds", "status"), [(-86400, 200), (599, 200), (601, 400)])
def test_only_the_future_is_refused(seconds: int, status: int) -> None:
    assert signed(desk(), seconds).status_code == status


def test_bearer_is_off_until_the_shop_allows_it() -> None:
    caller = desk()
    refused = bearing(caller, caller.sandbox.account["access_token"])
    assert refused.status_code == 401
    assert spoken(refused.json()) == GUEST
    caller.sandbox.switches.bearer_allowed = True
    assert bearing(caller, caller.sandbox.account["access_token"]).status_code == 200
    assert bearing(caller, "wrong").status_code == 401


def test_no_token_and_a_missing_right_are_told_alike() -> None:
    caller = desk(missing_rights=frozenset({"Magento_Backend::admin"}))
    nobody, unprivileged = caller.http.get(PATH), signed(caller)
    assert nobody.status_code == unprivileged.status_code == 401
    assert nobody.json() == unprivileged.json()
    assert spoken(nobody.json()) == GUEST


def log_in(caller: Desk, password: str) -> httpx.Response:
    sent = {"username": caller.sandbox.account["username"], "password": password}
    return caller.http.post("/rest/V1/integration/admin/token", json=sent)


def test_the_plain_log_in_needs_two_factors_off() -> None:
    caller = desk()
    answer = log_in(caller, caller.sandbox.account["password"])
    assert answer.status_code == 400
    assert spoken(answer.json()) == "Please use the 2fa provider-specific endpoints to obtain a token."


def test_a_token_is_a_bare_string_and_lasts_four_hours() -> None:
    caller = desk(two_factor=False)
    token = log_in(caller, caller.sandbox.account["password"]).json()
    assert bearing(caller, token).status_code == 200
    caller.sandbox.clock.sleep(4 * 3600 + 1)
    assert bearing(caller, token).status_code == 401


def test_two_factors_give_a_token_too() -> None:
    caller = desk()
    account = caller.sandbox.account
    sent = {name: account[name] for name in ("username", "password", "otp")}
    path = "/rest/V1/tfa/provider/google/authenticate"
    assert bearing(caller, caller.http.post(path, json=sent).json()).status_code == 200
    assert caller.http.post(path, json=sent | {"otp": "000000"}).status_code == 401


def test_six_failures_lock_the_account_for_half_an_hour() -> None:
    caller = desk(two_factor=False)
    right = caller.sandbox.account["password"]
    for _ in range(6):
        assert log_in(caller, "wrong").status_code == 401
    assert log_in(caller, right).status_code == 401
    caller.sandbox.clock.sleep(timedelta(seconds=1801).total_seconds())
    assert log_in(caller, right).status_code == 200
