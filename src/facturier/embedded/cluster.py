"""One embedded cluster: start it, know that it runs, connect to it, stop it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from facturier.embedded import access, sockets
from facturier.embedded.account import Account, own_account
from facturier.embedded.address import Address
from facturier.embedded.binaries import Programs
from facturier.embedded.durable import write_durably
from facturier.embedded.errors import EmbeddedError, NotOwner, NotRunning, StartFailed
from facturier.embedded.home import Home
from facturier.embedded.ownership import Ownership
from facturier.embedded.postmaster import is_stranger, read_pid_file
from facturier.embedded.process import launch_as, run_as, succeed_as
from facturier.embedded.server_log import last_words
from facturier.embedded.settings import Tuning, settings_conf
from facturier.model.message import Message, say

Progress = Callable[[Message], None]

LOOK_EVERY = 0.03
ASK_AGAIN = 5.0
TELL_EVERY = 1.0
ANSWER_WITHIN = 5
"""Seconds; shorter than a person's patience, longer than any healthy server needs for one answer."""


def silent(_: Message) -> None:
    """A progress callback for those who do not watch."""


@dataclass
class Cluster:
    """One data directory and the server on it. Found by `installed.embedded`, made by `installed.create`."""

    home: Home
    data: Path
    account: Account
    programs: Programs
    ownership: Ownership
    tuning: Tuning = field(default_factory=Tuning)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False, repr=False)

    @property
    def owned(self) -> bool:
        """Whether this process is in charge of the server."""
        return self.ownership.held

    @property
    def start_log(self) -> Path:
        return self.home.run / "postgres-start.log"

    @property
    def socket_directory(self) -> Path:
        """Where a server started from here puts its socket. Raises PathTooLong."""
        return sockets.choose_directory(self.data, self.account, self._port, self.environ)

    def address(self, user: str = access.APPLICATION, database: str = access.DATABASE) -> Address:
        """Where the running server listens; where it will listen, if it does not run.

        A running server's own file is asked first: it may have been started with another XDG_RUNTIME_DIR.
        """
        running = read_pid_file(self.data)
        if running and self.is_alive():
            directory, port = running.socket_directory, running.port
        else:
            directory, port = self.socket_directory, self._port
        return Address.of_socket(directory, port, user, database, self.account.name)

    def connect(
        self, user: str = access.APPLICATION, database: str = access.DATABASE
    ) -> psycopg.Connection[tuple[object, ...]]:
        """A connection with autocommit. Raises NotRunning."""
        try:
            return psycopg.connect(
                self.address(user, database).conninfo, autocommit=True, connect_timeout=ANSWER_WITHIN
            )
        except psycopg.OperationalError as error:
            raise NotRunning(
                say("The database does not answer. Start it with `facturier up` or `facturier db`."),
                words=str(error),
            ) from error

    def is_running(self) -> bool:
        """`pg_ctl status` says so, and a real query is answered by a server on this very directory."""
        return self.is_alive() and self._answers()

    def is_alive(self) -> bool:
        """Whether a process that can be our server is there; it may still be recovering."""
        if self._process is not None:
            if self._process.poll() is None:
                return True
            self._process = None
        status = run_as(self.account, [self.programs.path("pg_ctl"), "-D", self.data, "status"])
        if status.returncode != 0:
            return False
        named = read_pid_file(self.data)
        return named is None or not is_stranger(named.pid, self.data)

    def start(self, progress: Progress = silent) -> None:
        """Take charge, start the server, and return when it answers. A running one is taken over.

        There is no limit of time: crash recovery takes what it takes, and `progress` is told every second.
        Raises AlreadyOwned (another process is in charge), StartFailed (with the server's words).
        """
        held_before = self.owned
        self.ownership.take()
        try:
            launched = not self.is_alive()
            if launched:
                self._launch()
            self._wait_until_it_answers(progress, launched)
        except BaseException:
            if not held_before:
                self._stop_server(silent)
                self.ownership.release()
            raise

    def stop(self, progress: Progress = silent) -> None:
        """Fast shutdown: open transactions are rolled back, nothing committed is lost. Waits for the end.

        Raises NotOwner when another process is in charge, or none is.
        """
        if not self.owned:
            raise NotOwner(
                say(
                    "This process is not in charge of the database, so it does not stop it. "
                    "Stop the one that is."
                )
            )
        self._stop_server(progress)
        self.ownership.release()

    def set_password(self, password: str) -> None:
        """Give the application a password for TCP. Only its SCRAM verifier ever leaves this process."""
        with self.connect(access.SUPERUSER, access.SUPERUSER) as connection:
            verifier = connection.pgconn.encrypt_password(
                password.encode(), access.APPLICATION.encode(), b"scram-sha-256"
            ).decode()
            # A utility statement takes no parameters; a verifier holds no quote (RFC 5802: base64 and $:=).
            connection.execute(f"ALTER ROLE {access.APPLICATION} PASSWORD '{verifier}'".encode())

    @property
    def _port(self) -> int:
        return self.tuning.tcp_port or sockets.PORT

    def _answers(self) -> bool:
        try:
            with self.connect(access.SUPERUSER, access.SUPERUSER) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except (NotRunning, psycopg.OperationalError):
            return False
        return row is not None and Path(str(row[0])).resolve() == self.data.resolve()

    def _launch(self) -> None:
        """Raises StartFailed, also where the disk has no room for what a start writes before the server does."""
        try:
            self._run_server()
        except OSError as error:
            raise self._start_failed(str(error)) from error

    def _run_server(self) -> None:
        directory = self.socket_directory
        sockets.prepare_directory(directory, self.account)
        self._write_config()
        config = self.home.config
        options = {
            "config_file": config / "settings.conf",
            "hba_file": config / "pg_hba.conf",
            "ident_file": config / "pg_ident.conf",
            "unix_socket_directories": f'"{directory}"',
            "unix_socket_permissions": "0700",
            "port": self._port,
        }
        argv: list[str | Path] = [self.programs.path("postgres"), "-D", self.data]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        with self.start_log.open("wb") as output:
            self._process = launch_as(self.account, argv, output=output, environ=self._pardon())

    def _pardon(self) -> dict[str, str]:
        """Let PostgreSQL start over a pid file that names a stranger.

        Deleting the file would also delete the key of the shared memory by which PostgreSQL finds children
        of a killed server that still write. With the stranger named as its grandparent, as pg_ctl does for
        its own shell, it overlooks that one process and keeps every other check.
        """
        named = read_pid_file(self.data)
        if named and is_stranger(named.pid, self.data):
            return {"PG_GRANDPARENT_PID": str(named.pid)}
        return {}

    def _write_config(self) -> None:
        tcp = self.tuning.tcp_port is not None
        texts = {
            "settings.conf": settings_conf(self.tuning, self.programs.major),
            "pg_hba.conf": access.hba_conf(tcp),
            "pg_ident.conf": access.ident_conf(own_account()),
        }
        for name, text in texts.items():
            path = self.home.config / name
            # What is there stays: a disk without room would leave half of it.
            if not path.exists() or path.read_text() != text:
                write_durably(path, text.encode(), 0o644)
            # The server's account reads them, whatever our umask; nothing in them is secret.
            path.chmod(0o644)

    def _wait_until_it_answers(self, progress: Progress, launched: bool) -> None:
        began = told = time.monotonic()
        while not self._answers():
            if not self.is_alive():
                if launched:
                    raise self._start_failed()
                # The one that we found was on its way out.
                self._launch()
                launched = True
            if time.monotonic() - told >= TELL_EVERY:
                told = time.monotonic()
                progress(
                    say(
                        "The database is starting, for %(seconds)s s so far. After an unclean stop it first "
                        "repairs itself; leave it to finish.",
                        seconds=round(told - began),
                    )
                )
            time.sleep(LOOK_EVERY)

    def _start_failed(self, words: str = "") -> StartFailed:
        return StartFailed(
            say("The database did not start. Read its last words, cure the cause and start again."),
            words=words or last_words(self.start_log, self.data),
        )

    def _stop_server(self, progress: Progress) -> None:
        began = told = time.monotonic()
        asked = -ASK_AGAIN
        while self.is_alive():
            now = time.monotonic()
            if now - asked >= ASK_AGAIN:
                asked = now
                self._ask_to_stop()
            if now - told >= TELL_EVERY:
                told = now
                progress(
                    say("The database is stopping, for %(seconds)s s so far.", seconds=round(told - began))
                )
            time.sleep(LOOK_EVERY)
        directory = self.socket_directory
        if directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()

    def _ask_to_stop(self) -> None:
        """Once more does no harm; a server that has just begun to start was seen to overlook it."""
        if self._process is not None:
            # What `pg_ctl stop -m fast` sends; our own child can be told before it has a pid file.
            self._process.send_signal(signal.SIGINT)
        else:
            pg_ctl = self.programs.path("pg_ctl")
            try:
                succeed_as(self.account, [pg_ctl, "-D", self.data, "-m", "fast", "-W", "stop"])
            except EmbeddedError:
                if self.is_alive():
                    raise
