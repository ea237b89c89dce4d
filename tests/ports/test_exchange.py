"""Redaction of evidence: whatever the text and however the secret is written."""

import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.ports.exchange import HIDDEN, redacted, redacted_headers

LETTERS = st.characters(codec="utf-8", exclude_characters=HIDDEN)
SECRETS = st.text(LETTERS, min_size=4, max_size=40)
TEXTS = st.text(LETTERS, max_size=60)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "query": quote_plus,
    "path": lambda secret: quote(secret, safe=""),
    "json": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "ascii json": lambda secret: json.dumps(secret)[1:-1],
    "error": lambda secret: repr(secret)[1:-1],
    "json of PHP": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "path in small letters": lambda secret: re.sub("%..", lambda one: one[0].lower(), quote(secret, safe="")),
    "page": html.escape,
    "page of PHP": lambda secret: html.escape(secret).replace("&#x27;", "&#039;"),
}


@given(st.lists(TEXTS, min_size=2, max_size=5), SECRETS, SECRETS)
def test_a_secret_never_survives(around: list[str], secret: str, other: str) -> None:
    shown = redacted(secret.join(around) + other, [secret, other])
    assert secret not in shown
    assert other not in shown


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(secret=SECRETS)
def test_no_spelling_of_a_secret_survives(spelling: str, secret: str) -> None:
    assert redacted(f"<{SPELLINGS[spelling](secret)}>", [secret]) == f"<{HIDDEN}>"


@given(SECRETS, TEXTS)
def test_a_secret_within_another_leaves_no_rest(secret: str, more: str) -> None:
    assert redacted(f"<{secret}{more}>", [secret, secret + more]) == f"<{HIDDEN}>"


@given(st.text(st.characters(codec="ascii", exclude_characters='"?&'), max_size=60))
def test_a_text_without_secrets_stays_as_it_is(text: str) -> None:
    assert redacted(text, ["", "abc"]) == text


NAMES = [
    "token",
    "access_token",
    "accessToken",
    "refresh-token",
    "client_secret",
    "apiKey",
    "api_key",
    "PASSWORD",
]


@pytest.mark.parametrize("name", NAMES)
@given(value=TEXTS)
def test_fields_that_are_named_like_secrets(name: str, value: str) -> None:
    """Also of values that nobody told us, such as a fresh token in an answer."""
    body = json.dumps({"a": 1, name: value, "z": "end"})
    assert json.loads(redacted(body, [])) == {"a": 1, name: HIDDEN, "z": "end"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "refresh-token"])
@given(value=TEXTS)
def test_parameters_that_are_named_like_secrets(name: str, value: str) -> None:
    url = f"https://x.test/a?{urlencode({name: value, 'page': '2'})}"
    assert redacted(url, []) == f"https://x.test/a?{name}={HIDDEN}&page=2"


def test_a_field_that_was_cut_off() -> None:
    assert redacted('{"token": "abcdef', []) == f'{{"token": "{HIDDEN}"'


def test_headers() -> None:
    shown = redacted_headers(
        {
            "Authorization": "Basic x",
            "set-cookie": "a=b",
            "X-API-Key": "k",
            "Server": "nginx",
            "Via": "geheim",
        },
        ["geheim"],
    )
    assert shown == {
        "Authorization": HIDDEN,
        "set-cookie": HIDDEN,
        "X-API-Key": HIDDEN,
        "Server": "nginx",
        "Via": HIDDEN,
    }


def test_a_token_of_fatture_in_cloud_does_not_survive_in_an_answer_of_php() -> None:
    token = "a/eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
    assert redacted('{"error": "a\\/eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9 is revoked"}', [token]) == (
        f'{{"error": "{HIDDEN} is revoked"}}'
    )


def test_the_first_field_of_a_form_is_hidden_as_any_other() -> None:
    assert redacted("client_secret=abcdefgh&x=1", []) == f"client_secret={HIDDEN}&x=1"
