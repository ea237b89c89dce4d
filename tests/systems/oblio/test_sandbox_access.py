"""The way in: tokens, what a bad one gives, and the limits."""

from datetime import timedelta

import pytest
from tests.systems.oblio.simulated import Account, answer


def test_a_token_by_form_and_by_json() -> None:
    account = Account()
    told = answer(account.token())
    assert (told["expires_in"], told["token_type"]) == ("3600", "Bearer")
    assert isinstance(told["request_time"], str)
    login = {"client_id": account.sandbox.account["email"], "client_secret": "wrong"}
    bad = account.http.post("/api/authorize/token", json=login)
    assert (bad.status_code, answer(bad)["error"]) == (400, "invalid_client")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "Authorization header not detected"),
        ("Bearer nothing", "The access token provided is invalid"),
    ],
)
def test_without_a_good_token(header: str, words: str) -> None:
    account = Account()
    account.http.headers["Authorization"] = header
    if not header:
        del account.http.headers["Authorization"]
    reply = account.call("GET", "/nomenclature/companies")
    assert (reply.status_code, answer(reply)) == (401, {"status": 401, "statusMessage": words})


def test_a_token_lasts_an_hour() -> None:
    account = Account()
    account.clock.advance(timedelta(seconds=3500))
    assert account.call("GET", "/nomenclature/companies").status_code == 200
    account.clock.advance(timedelta(seconds=100))
    assert account.call("GET", "/nomenclature/companies").status_code == 401


@pytest.mark.parametrize("only", [True, False])
def test_whether_a_new_token_ends_the_older_ones(only: bool) -> None:
    account = Account(one_token=only)
    account.token()
    assert account.call("GET", "/nomenclature/companies").status_code == (401 if only else 200)


@pytest.mark.parametrize("path", ["/nothing", "/docs/receipt", "/docs/invoice/lists", "/nomenclature/units"])
def test_an_unknown_path_is_a_page_with_a_200(path: str) -> None:
    reply = Account().call("GET", path)
    assert (reply.status_code, reply.headers["Content-Type"].partition(";")[0]) == (200, "text/html")
    assert "Pagina inexistenta" in reply.text


def test_a_company_of_somebody_else_is_refused() -> None:
    account = Account()
    account.cif = "RO11111110"
    assert account.call("GET", "/nomenclature/series").status_code == 400


@pytest.mark.parametrize(("makes", "window"), [(True, 100), (False, 10)])
def test_thirty_calls_and_no_more(makes: bool, window: int) -> None:
    account = Account()
    account.pause = timedelta()

    def once() -> int:
        return (
            account.post().status_code if makes else account.call("GET", "/nomenclature/series").status_code
        )

    assert [once() for _ in range(31)] == [200] * 30 + [429]
    account.clock.advance(timedelta(seconds=window))
    assert once() == 200


def test_documents_and_other_calls_are_counted_apart_and_tokens_not_at_all() -> None:
    account = Account()
    account.pause = timedelta()
    for _ in range(30):
        assert account.post().status_code == 200
        assert account.call("GET", "/nomenclature/series").status_code == 200
        assert account.token().status_code == 200


def test_the_older_rule_blocks_for_ten_minutes() -> None:
    account = Account(older_limit=True)
    account.pause = timedelta()
    codes = [account.call("GET", "/nomenclature/series").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    account.clock.advance(timedelta(seconds=599))
    assert account.call("GET", "/nomenclature/series").status_code == 429
    account.clock.advance(timedelta(seconds=2))
    assert account.call("GET", "/nomenclature/series").status_code == 200
