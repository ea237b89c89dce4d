"""What an answer means: words with their places filled, and which error it becomes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.shops.magento.support import OAUTH, reply, settings

from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.exchange import HttpExchange
from facturier.ports.http import Http, Reply
from facturier.shops.magento.client import Client, Filter, search, spoken

HTML = "<html><head><title>Be right back</title></head><body>Maintenance</body></html>"


def client(answer: Any, **more: Any) -> Client:
    def respond(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, httpx.Response)
        return answer

    def open_http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, transport=lambda: httpx.MockTransport(respond))

    return Client(settings(**more), open_http)


def html(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, text=HTML, headers=headers)


def reading(answer: Any, **more: Any) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        client(answer, **more).read_as(dict[str, Any], "/orders")
    return caught.value


def changing(answer: Any) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        client(answer).change("/orders/41/comments", {})
    return caught.value


class TestWords:
    @pytest.mark.parametrize(
        ("document", "expected"),
        [
            (
                {"message": "Isn't authorized to access %resources.", "parameters": {"resources": "A::b"}},
                "Isn't authorized to access A::b.",
            ),
            ({"message": "Method %1 is not %2", "parameters": ["X", 3]}, "Method X is not 3"),
            ({"message": "%10 of %1", "parameters": list("abcdefghij")}, "j of a"),
            ({"message": "%unknown stays", "parameters": {"x": 1}}, "%unknown stays"),
            ({"message": "100% plain"}, "100% plain"),
            (
                {"message": "Several", "errors": [{"message": "%f is bad", "parameters": {"f": "qty"}}]},
                "Several; qty is bad",
            ),
            (
                {"messages": {"error": [{"code": 500, "message": "Server internal error."}]}},
                "Server internal error.",
            ),
            ({"oauth_problem": "nonce_used"}, '{"oauth_problem":"nonce_used"}'),
        ],
    )
    def test_places_are_filled(self, document: dict[str, Any], expected: str) -> None:
        assert spoken(Reply(400, {}, httpx.Response(400, json=document).content)) == expected

    def test_pages_become_plain_text(self) -> None:
        assert spoken(Reply(503, {}, HTML.encode())) == "Be right back Maintenance"


class TestReads:
    @pytest.mark.parametrize(
        "answer",
        [html(503), html(500), html(200), html(403), reply({"message": "Internal Error."}, 500)],
        ids=["maintenance", "crash", "page instead of JSON", "firewall", "internal"],
    )
    def test_what_passes_is_not_now(self, answer: httpx.Response) -> None:
        assert isinstance(reading(answer), NotNow)

    @pytest.mark.parametrize("shape", [[], "text", {"items": "none"}])
    def test_an_answer_of_another_shape_is_not_now(self, shape: Any) -> None:
        with pytest.raises(NotNow):
            client(reply(shape)).read_as(dict[str, int], "/orders")

    def test_an_answer_in_another_charset_is_not_now(self) -> None:
        assert isinstance(
            reading(httpx.Response(200, content='{"name": "Nicolò"}'.encode("latin-1"))), NotNow
        )

    def test_retry_after_is_respected(self) -> None:
        error = reading(reply({"message": "Slow down"}, 429, **{"Retry-After": "600"}))
        assert isinstance(error, NotNow)
        assert error.retry_at - datetime.now(UTC) > timedelta(minutes=9)

    def test_a_broken_connection_is_not_now(self) -> None:
        assert isinstance(reading(httpx.ReadError("broken")), NotNow)

    def test_missing_rights_are_a_matter_of_settings(self) -> None:
        body = {
            "message": "The consumer isn't authorized to access %resources.",
            "parameters": {"resources": "Magento_Sales::actions_view"},
        }
        error = reading(reply(body, 401))
        assert isinstance(error, Misconfigured)
        assert "Magento_Sales::actions_view" in str(error)
        assert "System > Integrations" in str(error)

    def test_a_refused_bearer_token_gets_the_hint_about_newer_versions(self) -> None:
        error = reading(reply({"message": "no"}, 401), **dict.fromkeys(OAUTH, ""), bearer_token="t")
        assert "2.4.4" in str(error)

    @pytest.mark.parametrize(
        ("status", "problem"),
        [
            (401, "signature_invalid"),
            (400, "parameter_absent"),
            (401, "token_revoked"),
            (403, "permission_denied"),
        ],
    )
    def test_oauth_problems_are_a_matter_of_settings(self, status: int, problem: str) -> None:
        assert isinstance(reading(reply({"oauth_problem": problem}, status)), Misconfigured)

    def test_a_refused_time_stamp_names_the_clock(self) -> None:
        assert "clock" in str(reading(reply({"oauth_problem": "timestamp_refused"}, 400)))

    def test_a_used_nonce_is_tried_again(self) -> None:
        assert isinstance(reading(reply({"oauth_problem": "nonce_used"}, 401)), NotNow)

    def test_a_redirect_is_refused_and_names_the_right_address(self) -> None:
        error = reading(html(302, Location="https://www.shop.example/rest/all/V1/orders"))
        assert isinstance(error, Misconfigured)
        assert "https://www.shop.example." in str(error)

    @pytest.mark.parametrize(
        "answer", [html(404), reply({"message": "Request does not match any route."}, 404)]
    )
    def test_no_api_there(self, answer: httpx.Response) -> None:
        error = reading(answer)
        assert isinstance(error, Misconfigured)
        assert "https://shop.example/rest/all/V1" in str(error)

    def test_an_unknown_order_is_missing(self) -> None:
        body = {"message": "The entity that was requested doesn't exist. Verify the entity and try again."}
        assert isinstance(reading(reply(body, 404)), Missing)

    def test_other_refusals_keep_the_shops_words(self) -> None:
        error = reading(reply({"message": "%f is required", "parameters": {"f": "searchCriteria"}}, 400))
        assert isinstance(error, Refused)
        assert error.words == "searchCriteria is required"


class TestChanges:
    @pytest.mark.parametrize(
        "answer",
        [
            html(503),
            html(502),
            reply({"message": "Internal Error."}, 500),
            html(200),
            httpx.ReadTimeout("late"),
        ],
        ids=["maintenance", "gateway", "internal", "page instead of JSON", "no answer"],
    )
    def test_what_may_have_had_its_effect_is_in_doubt(self, answer: Any) -> None:
        assert isinstance(changing(answer), InDoubt)

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (httpx.ConnectError("no route"), NotNow),
            (reply({"message": "wait"}, 429), NotNow),
            (reply({"message": "no"}, 400), Refused),
            (reply({"message": "no"}, 401), Misconfigured),
            (html(301, Location="https://x.example/rest"), Misconfigured),
            (reply({"message": "The entity doesn't exist."}, 404), Missing),
        ],
    )
    def test_what_surely_had_none(self, answer: Any, error: type[RemoteError]) -> None:
        assert isinstance(changing(answer), error)


def test_no_secret_reaches_the_evidence() -> None:
    seen: list[HttpExchange] = []

    def recorder(exchange: HttpExchange) -> None:
        seen.append(exchange)

    def open_http(base_url: str, **parts: Any) -> Http:
        transport = httpx.MockTransport(lambda request: reply({"message": "token-secret consumer"}, 400))
        return Http(base_url, **parts, transport=lambda: transport, recorder=recorder)

    with pytest.raises(Refused):
        Client(settings(), open_http).read("/orders")
    assert "token-secret" not in seen[0].answer


def test_a_search_numbers_its_groups_filters_and_sorts() -> None:
    query = search(
        [[Filter("a", "1")], [Filter("b", "x y", "gt"), Filter("c", "2", "lt")]],
        sort=[("a", "ASC")],
        size=10,
        page=3,
    )
    assert httpx.QueryParams(query).multi_items() == [
        ("searchCriteria[filter_groups][0][filters][0][field]", "a"),
        ("searchCriteria[filter_groups][0][filters][0][value]", "1"),
        ("searchCriteria[filter_groups][0][filters][0][condition_type]", "eq"),
        ("searchCriteria[filter_groups][1][filters][0][field]", "b"),
        ("searchCriteria[filter_groups][1][filters][0][value]", "x y"),
        ("searchCriteria[filter_groups][1][filters][0][condition_type]", "gt"),
        ("searchCriteria[filter_groups][1][filters][1][field]", "c"),
        ("searchCriteria[filter_groups][1][filters][1][value]", "2"),
        ("searchCriteria[filter_groups][1][filters][1][condition_type]", "lt"),
        ("searchCriteria[sortOrders][0][field]", "a"),
        ("searchCriteria[sortOrders][0][direction]", "ASC"),
        ("searchCriteria[pageSize]", "10"),
        ("searchCriteria[currentPage]", "3"),
    ]
