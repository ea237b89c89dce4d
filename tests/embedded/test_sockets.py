import os
from pathlib import Path

import pytest

from facturier.embedded import sockets
from facturier.embedded.account import Account, own_account
from facturier.embedded.errors import PathTooLong, UnsafeDirectory

ME = own_account()
DROPPED = Account("somebody", 4711, 4711, dropped=True)


def test_a_user_has_it_in_its_runtime_directory(tmp_path: Path) -> None:
    short = Path("/run") if len(str(tmp_path)) > 60 else tmp_path
    chosen = sockets.choose_directory(Path("/data"), ME, environ={"XDG_RUNTIME_DIR": str(short)})
    assert chosen.parent == short


def test_an_account_we_drop_to_cannot_use_our_runtime_directory(tmp_path: Path) -> None:
    chosen = sockets.choose_directory(Path("/data"), DROPPED, environ={"XDG_RUNTIME_DIR": str(tmp_path)})
    assert chosen.parent == sockets.EVERYWHERE


def test_a_long_runtime_directory_is_passed_over(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    chosen = sockets.choose_directory(Path("/data"), ME, environ={"XDG_RUNTIME_DIR": str(long)})
    assert chosen.parent == sockets.EVERYWHERE
    assert len(os.fsencode(sockets.socket_file(chosen, sockets.PORT))) <= 107


def test_a_long_data_path_makes_no_long_socket_path() -> None:
    chosen = sockets.choose_directory(Path("/" + "d" * 3000), ME, environ={})
    assert sockets.fits(chosen, 65535)


def test_each_cluster_has_its_own_and_always_the_same() -> None:
    chosen = [sockets.choose_directory(Path(data), ME, environ={}) for data in ("/a", "/b", "/a")]
    assert chosen[0] == chosen[2] != chosen[1]


def test_the_limit_counts_bytes_not_letters() -> None:
    name = ".s.PGSQL.5432"
    just = Path("/" + "a" * (107 - 2 - len(name)))
    assert sockets.fits(just, 5432)
    assert not sockets.fits(Path(f"{just}a"), 5432)
    assert not sockets.fits(Path("/" + "ă" * 60), 5432)


def test_no_short_place_is_an_error_that_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "LONGEST", 20)
    with pytest.raises(PathTooLong, match="XDG_RUNTIME_DIR"):
        sockets.choose_directory(Path("/data"), ME, environ={})


def test_the_directory_is_closed_and_may_be_used_again(tmp_path: Path) -> None:
    directory = tmp_path / "s"
    sockets.prepare_directory(directory, ME)
    sockets.prepare_directory(directory, ME)
    assert directory.stat().st_mode & 0o777 == 0o700


def test_a_directory_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s").chmod(0o755)
    with pytest.raises(UnsafeDirectory, match="nobody else can enter"):
        sockets.prepare_directory(tmp_path / "s", ME)


def test_a_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir(mode=0o700)
    with pytest.raises(UnsafeDirectory, match="somebody"):
        sockets.prepare_directory(tmp_path / "s", DROPPED)


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "s").symlink_to(tmp_path / "real")
    with pytest.raises(UnsafeDirectory):
        sockets.prepare_directory(tmp_path / "s", ME)
