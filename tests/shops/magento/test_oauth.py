"""Signatures against published examples."""

from datetime import UTC, datetime

import httpx

from facturier.ports.oauth import base_string, encoded, signature
from facturier.shops.magento.client import Filter, search
from facturier.shops.magento.oauth import Bearer, Keys, OAuth1

# The example of "Creating a signature" in Twitter's API documentation: base string and both secrets.
TWITTER = (
    "POST&https%3A%2F%2Fapi.twitter.com%2F1.1%2Fstatuses%2Fupdate.json&include_entities%3Dtrue%26"
    "oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog%26"
    "oauth_nonce%3DkYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg%26"
    "oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1318622958%26"
    "oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb%26oauth_version%3D1.0%26"
    "status%3DHello%2520Ladies%2520%252B%2520Gentlemen%252C%2520a%2520signed%2520OAuth%2520request%2521"
)
SECRETS = ("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")
PROTOCOL = {
    "oauth_consumer_key": "xvz1evFS4wEEPTGEFPHBog",
    "oauth_nonce": "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
    "oauth_signature_method": "HMAC-SHA1",
    "oauth_timestamp": "1318622958",
    "oauth_token": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "oauth_version": "1.0",
}


def test_the_base_string_of_a_published_example() -> None:
    url = httpx.URL(
        "https://api.twitter.com/1.1/statuses/update.json?include_entities=true"
        "&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21"
    )
    assert base_string("post", url, PROTOCOL.items()) == TWITTER


def test_the_parameters_of_rfc_5849_are_sorted_after_encoding() -> None:
    """Section 3.4.1.3.2, without the form body that we never send."""
    url = httpx.URL("http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b")
    protocol = {"oauth_consumer_key": "9djdj82h48djs9d2", "oauth_nonce": "7d8f3e4a"}
    normal = (
        "a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D"
        "%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
    )
    expected = f"GET&http%3A%2F%2Fexample.com%2Frequest&{normal}"
    assert base_string("GET", url, protocol.items()) == expected


def test_the_signature_is_hmac_sha256_of_the_base_string() -> None:
    """Expected value: `openssl dgst -sha256 -hmac <secrets> -binary | base64` of the same text."""
    base = TWITTER.replace("HMAC-SHA1", "HMAC-SHA256")
    assert signature(base, *SECRETS) == "PLbq+OWUE2vwiOZeZBSR06GFvymUHoaBdCIHyD66IcM="


def test_percent_encoding_of_rfc_3986() -> None:
    assert encoded("Ladies + Gentlemen") == "Ladies%20%2B%20Gentlemen"
    assert encoded("-._~") == "-._~"
    assert encoded("/[ț]") == "%2F%5B%C8%9B%5D"


def test_a_port_belongs_to_the_address_unless_it_is_the_usual_one() -> None:
    assert "http%3A%2F%2Fa.example%3A8080%2Fx&" in base_string(
        "GET", httpx.URL("http://a.example:8080/x"), ()
    )
    assert "https%3A%2F%2Fa.example%2Fx&" in base_string("GET", httpx.URL("https://a.example:443/x"), ())


def test_a_request_is_signed_with_its_search() -> None:
    query = search([[Filter("updated_at", "2026-10-05 06:12:44", "gteq")]], size=50)
    request = httpx.Request("GET", f"https://shop.example/rest/all/V1/orders?{query}")
    moment = datetime(2026, 10, 5, tzinfo=UTC)
    auth = OAuth1(Keys("ck", "cs", "at", "ats"), now=lambda: moment, nonce=lambda: "n")
    signed = next(auth.auth_flow(request))
    scheme, _, rest = signed.headers["Authorization"].partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(","))
    assert scheme == "OAuth"
    assert fields["oauth_timestamp"] == f'"{int(moment.timestamp())}"'
    assert fields["oauth_signature_method"] == '"HMAC-SHA256"'
    protocol = {name: value.strip('"') for name, value in fields.items() if name != "oauth_signature"}
    expected = signature(base_string("GET", signed.url, protocol.items()), "cs", "ats")
    assert fields["oauth_signature"] == f'"{encoded(expected)}"'


def test_blanks_travel_as_percent_20_since_shops_differ_on_plus_signs() -> None:
    query = search([[Filter("updated_at", "2026-10-05 06:12:44", "gteq")]], size=50)
    sent = str(httpx.Request("GET", f"https://shop.example/x?{query}").url)
    assert "2026-10-05%2006%3A12%3A44" in sent
    assert "+" not in sent


def test_every_request_has_its_own_nonce() -> None:
    auth = OAuth1(Keys("ck", "cs", "at", "ats"))
    headers = set()
    for _ in range(3):
        request = next(auth.auth_flow(httpx.Request("GET", "https://shop.example/")))
        headers.add(request.headers["Authorization"])
    assert len(headers) == 3


def test_bearer() -> None:
    request = next(Bearer("abc").auth_flow(httpx.Request("GET", "https://shop.example/")))
    assert request.headers["Authorization"] == "Bearer abc"
