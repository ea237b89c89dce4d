"""The answers that a person types at the first command."""

import pytest

from facturier.cli.commands.init import agreed
from facturier.cli.exits import Stop


@pytest.mark.parametrize("answer", ["yes", "Y", "da", "Sì", "si", "tak", " 1 "])
def test_yes_in_every_language(answer: str) -> None:
    assert agreed(answer)


@pytest.mark.parametrize("answer", ["no", "N", "Nu", "nie", "0"])
def test_no_in_every_language(answer: str) -> None:
    assert not agreed(answer)


@pytest.mark.parametrize("answer", ["", "maybe", "daily"])
def test_what_is_neither_is_asked_for_again(answer: str) -> None:
    """A company's VAT is not guessed."""
    with pytest.raises(Stop, match=r"neither yes nor no"):
        agreed(answer)
