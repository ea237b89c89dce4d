"""A logo is taken into the book when the connection is tested: only one that can be printed."""

from pathlib import Path

import pytest
from tests.systems.book.desk import Desk
from tests.systems.book.printing.pictures import SVG, png

pytestmark = pytest.mark.django_db


def checked(desk: Desk, path: Path, picture: bytes) -> bool:
    """Whether the connection is well with this picture as its logo."""
    path.write_bytes(picture)
    with_logo = Desk(desk.sandbox, logo=str(path))
    return all(one.ok for one in with_logo.system.check())


@pytest.mark.parametrize("picture", [png(30, 10), SVG])
def test_a_picture_stands_on_what_is_issued_afterwards(tmp_path: Path, picture: bytes) -> None:
    desk = Desk()
    assert checked(desk, tmp_path / "logo", picture)
    assert desk.system.pdf(desk.issue()).startswith(b"%PDF")


@pytest.mark.parametrize("picture", [png(30, 10)[:60], b"<svg"], ids=["png", "svg"])
def test_one_that_cannot_be_printed_is_refused_and_no_document_ever_has_it(
    tmp_path: Path, picture: bytes
) -> None:
    """A document keeps the logo that it was issued with: none of them could be printed any more."""
    desk = Desk()
    assert not checked(desk, tmp_path / "logo", picture)
    assert desk.system.pdf(desk.issue()).startswith(b"%PDF")
