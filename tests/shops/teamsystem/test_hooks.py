"""A web hook of a Storeden shop as it is called: nobody documents what it holds (fact sheet, section 9)."""

import pytest

from facturier.ports.hooks import About, Call, Forged, Line
from facturier.shops.teamsystem.hooks import ID_NAMES, StoredenHooks

LINE = Line("https://facturier.test/hooks/1/s3cret/", "s3cret", "/hooks/1/")
HOOKS = StoredenHooks(None)  # type: ignore[arg-type]  # hearing makes no call


def about(body: bytes) -> tuple[About, ...]:
    return HOOKS.heard(LINE, Call(shown="s3cret", body=body)).about


@pytest.mark.parametrize("name", ID_NAMES)
def test_the_order_in_a_form_or_in_json(name: str) -> None:
    assert about(f"{name}=132_5672eebab5aa6&x=1".encode()) == (About("132_5672eebab5aa6"),)
    assert about(f'{{"{name}": "132_5672eebab5aa6"}}'.encode()) == (About("132_5672eebab5aa6"),)


@pytest.mark.parametrize(
    "body",
    [b"", b"id=5", b"[]", b'{"order_id": {}}', b'{"order_id": ""}', b"order_id=" + b"x" * 500, b"\xff"],
)
def test_what_names_none_is_about_nothing(body: bytes) -> None:
    assert about(body) == ()


@pytest.mark.parametrize("shown", ["", "S3cret", "s3cret/"])
def test_who_does_not_know_the_secret_is_turned_away(shown: str) -> None:
    with pytest.raises(Forged):
        HOOKS.heard(LINE, Call(shown=shown, body=b"order_id=1"))
