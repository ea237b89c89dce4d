"""Global options, exit codes of wrong use, and the one place where errors become sentences."""

import pytest
from django.db import OperationalError, ProgrammingError
from tests.cli.conftest import Run

from facturier.cli.app import hoisted
from facturier.cli.exits import Exit, Stop
from facturier.cli.failures import expected
from facturier.cli.language import language
from facturier.embedded import errors as embedded
from facturier.model.message import say
from facturier.ports import errors as remote
from facturier.sandbox.clock import START

WHY = say("Why.")


@pytest.mark.parametrize(
    ("given", "ours", "rest"),
    [
        (["orders", "--json"], ["--json"], ["orders"]),
        (["orders", "--home", "/x", "--limit", "3"], ["--home", "/x"], ["orders", "--limit", "3"]),
        (["--home=/x", "orders"], ["--home=/x"], ["orders"]),
        (["close", "1", "--", "--json"], [], ["close", "1", "--", "--json"]),
        (["orders", "--language"], ["--language"], ["orders"]),
    ],
)
def test_global_options_may_stand_anywhere(given: list[str], ours: list[str], rest: list[str]) -> None:
    assert hoisted(given) == (ours, rest)


@pytest.mark.parametrize(
    ("chosen", "environ", "wanted"),
    [
        ("ro", {"LANG": "it_IT.UTF-8"}, "ro"),
        ("", {"FACTURIER_LANGUAGE": "pl", "LANG": "ro_RO.UTF-8"}, "pl"),
        ("", {"LANG": "ro_RO.UTF-8"}, "ro"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LC_ALL": "POSIX"}, "en"),
        ("", {}, "en"),
    ],
)
def test_the_language_is_chosen_or_the_terminals(chosen: str, environ: dict[str, str], wanted: str) -> None:
    assert language(chosen, environ) == wanted


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Stop(WHY, Exit.NEEDS_PERSON), Exit.NEEDS_PERSON),
        (remote.Refused(WHY), Exit.FAILED),
        (remote.Missing(WHY), Exit.FAILED),
        (remote.NotNow(WHY, START), Exit.NOT_NOW),
        (remote.InDoubt(WHY), Exit.NOT_NOW),
        (remote.Misconfigured(WHY), Exit.MISCONFIGURED),
        (embedded.NoCluster(WHY), Exit.MISCONFIGURED),
        (embedded.AlreadyOwned(WHY), Exit.NOT_NOW),
        (embedded.RestoreRefused(WHY), Exit.FAILED),
        (OperationalError("gone"), Exit.NOT_NOW),
        (ProgrammingError("no such table"), Exit.MISCONFIGURED),
        (PermissionError(13, "Permission denied", "/x"), Exit.FAILED),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
    ],
)
def test_every_expected_error_has_its_exit_code(error: BaseException, code: Exit) -> None:
    stop = expected(error)
    assert stop is not None
    assert stop.code is code
    assert stop.message.render()


def test_a_bug_stays_a_bug() -> None:
    assert expected(ZeroDivisionError()) is None


def test_a_file_trouble_names_the_file() -> None:
    stop = expected(PermissionError(13, "Permission denied", "/x"))
    assert stop is not None
    assert stop.message.render() == "/x: Permission denied."


@pytest.mark.parametrize("line", [["nothing"], ["orders", "--nothing"], ["orders", "--limit", "many"]])
def test_wrong_use_ends_with_2_and_one_json_value(facturier: Run, line: list[str]) -> None:
    ended = facturier(*line, "--json")
    assert ended.code == Exit.USAGE
    assert ended.json["code"] == 2
    assert ended.json["error"]


def test_help_needs_no_home(facturier: Run) -> None:
    ended = facturier("--help")
    assert ended.code == Exit.DONE
    for name in ("init", "demo", "issue", "settle", "takeover", "sandbox"):
        assert name in ended.out


def test_a_country_without_a_demonstration_is_refused(facturier: Run) -> None:
    ended = facturier("demo", "--country", "fr", "--json")
    assert ended.code == Exit.USAGE
    assert "ro, it" in ended.json["error"]
