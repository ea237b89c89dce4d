"""The page as a process of its own: the granian server, what its workers load, and a keeper for `facturier up`.

The process that serves knows database and home from its environment, which `serve` prepares: granian starts its
workers as fresh processes.
"""

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facturier.cli import boot
from facturier.embedded.address import Address
from facturier.embedded.home import Home, default_home

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

log = logging.getLogger("facturier")
HOST, PORT = "127.0.0.1", 8000
THREADS = 4
AGAIN = 3.0
LOOK_EVERY = 1.0
PATIENCE = 20.0


def serve(home: Home, host: str, port: int) -> None:
    """Answer on host and port until SIGTERM or SIGINT. Raises NotRunning where no database runs."""
    from granian.constants import Interfaces
    from granian.server import Server

    cluster = boot.running(home)
    if cluster is not None:
        os.environ["DATABASE_URL"] = cluster.address().conninfo
    os.environ["FACTURIER_HOME"] = str(home.root)
    boot.make_page_key(home)
    server = Server(
        "facturier.cli.pages:create",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        factory=True,
    )
    server.serve()


def create() -> "WSGIApplication":
    """The application, in a process whose environment `serve` has prepared.

    Where Django has read its settings before that, it is aimed once more.
    """
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        # Else what answers would outlive a server that was killed, and share the port with the next.
        end_with(server.pid)
    boot.prepare()
    home = default_home()
    boot.use_key(home)
    boot.aim(Address.from_url(os.environ["DATABASE_URL"]))
    from facturier.web.wsgi import application

    return application(boot.environment(home))


@contextmanager
def kept(home: Home, host: str, port: int) -> Iterator[None]:
    """The page in a process beside this one, started again whenever it ends, for as long as this lasts."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(home, host, port, over), name="facturier-page")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(home: Home, host: str, port: int, over: threading.Event) -> None:
    command = [sys.executable, "-m", "facturier.cli", "--home", str(home.root), "page"]
    command += ["--host", host, "--port", str(port), "--parent", str(os.getpid())]
    while not over.is_set():
        page = subprocess.Popen(command)  # noqa: S603
        while page.poll() is None and not over.wait(LOOK_EVERY):
            continue
        if page.poll() is None:
            _stop(page)
        elif not over.is_set():
            log.warning("the page has ended and is started again")
            over.wait(AGAIN)


def _stop(page: "subprocess.Popen[bytes]") -> None:
    page.terminate()
    try:
        page.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        page.kill()


def end_with(parent: int) -> None:
    """Stop this process when its parent is gone: a page that outlives a killed `up` would keep the port.

    Not every moment is one at which a server heeds SIGTERM; after a while it is ended without asking.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="facturier-parent", daemon=True).start()
