import os
import stat
from pathlib import Path

import pytest

from facturier.embedded.home import SYSTEM_HOME, Home, default_home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_variable_wins() -> None:
    assert default_home({"FACTURIER_HOME": "/srv/books", "XDG_DATA_HOME": "/x"}).root == Path("/srv/books")


def test_a_relative_variable_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert default_home({"FACTURIER_HOME": "books"}).root == tmp_path / "books"


def test_root_keeps_its_data_where_the_servers_account_can_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_home({"XDG_DATA_HOME": "/root/.local/share"}).root == SYSTEM_HOME


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_DATA_HOME": "/data/ana"}, Path("/data/ana/facturier")),
        ({}, Path("~/.local/share/facturier").expanduser()),
        ({"XDG_DATA_HOME": "not/absolute"}, Path("~/.local/share/facturier").expanduser()),
    ],
)
def test_a_normal_user_has_the_xdg_directory(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert default_home(environ).root == expected


def test_a_normal_users_directories_are_closed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    home = Home(tmp_path / "home")
    home.create()
    assert [mode(path) for path in (home.root, home.postgres, home.config, home.files)] == [0o700] * 4


def test_root_lets_the_server_pass_but_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    home = Home(tmp_path / "home")
    home.create()
    assert mode(home.root) == mode(home.postgres) == 0o711
    assert mode(home.files) == mode(home.run) == 0o700


def test_a_directory_that_exists_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "home").mkdir(mode=0o700)
    Home(tmp_path / "home").create()
    assert mode(tmp_path / "home") == 0o700
