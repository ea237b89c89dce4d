"""`facturier up`: database and worker in one process, the pages in another, until SIGTERM or Ctrl-C."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import Annotated

import typer

from facturier.cli import boot, pages
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.embedded.cluster import Cluster
from facturier.embedded.installed import embedded
from facturier.embedded.serving import keep_running, started_beside
from facturier.model.message import Message

log = logging.getLogger("facturier")
Threads = Annotated[
    int, typer.Option("--threads", min=1, max=64, help="How many things are worked on at once.")
]
Host = Annotated[str, typer.Option("--host", help="Where the pages are served; 0.0.0.0 for other machines.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port of the pages.")]


def add_to(app: typer.Typer) -> None:
    app.command("up")(up)


def up(
    context: typer.Context,
    threads: Threads = 8,
    host: Host = pages.HOST,
    port: Port = pages.PORT,
    paged: Annotated[bool, typer.Option("--page/--no-page", help="Whether to serve the pages.")] = True,
) -> Exit:
    """Run Facturier: database, worker and pages, until it is told to stop (SIGTERM or Ctrl-C)."""
    here = session(context)
    start_log()
    stop = stop_on_signals()
    with _store(here):
        boot.migrate()
        boot.make_page_key(here.home)
        with pages.kept(here.home, host, port) if paged else nullcontext():
            work(here, stop, threads)
    log.info("stopped")
    return Exit.DONE


@contextmanager
def _store(here: Session) -> Iterator[None]:
    """The database in DATABASE_URL, or the embedded one for as long as this lasts."""
    if boot.outside():
        _ready()
        boot.use_key(here.home)
        yield
        return
    with supervised(embedded(here.home), _ready) as cluster, boot.aimed(here.home, cluster):
        yield


def _ready() -> None:
    """Read what the worker consists of; that takes about as long as the database takes to start."""
    boot.prepare()
    import_module("facturier.engine.worker")


def work(here: Session, stop: threading.Event, threads: int) -> None:
    """One worker until `stop`; what is under way is finished first."""
    from facturier.cli import guard
    from facturier.engine.worker import run_worker

    env = boot.environment(here.home)
    guard.compare_witness(here, env)
    log.info("the worker has started with %s threads", threads)
    run_worker(env, stop, threads)
    log.info("the worker has stopped")


@contextmanager
def supervised(cluster: Cluster, meanwhile: Callable[[], None] = lambda: None) -> Iterator[Cluster]:
    """The embedded database, started again whenever it ends, for as long as this lasts.

    meanwhile: done while it starts.
    """
    over = threading.Event()
    started_beside(cluster, meanwhile, _tell)
    log.info("the database runs")
    keeper = threading.Thread(target=keep_running, args=(cluster, over, _tell), name="facturier-database")
    keeper.start()
    try:
        yield cluster
    finally:
        over.set()
        keeper.join()


def stop_on_signals() -> threading.Event:
    """Set by SIGTERM and SIGINT; must be called in the main thread."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def start_log() -> None:
    """One line for each event on standard error. Procrastinate tells of every job: only its troubles are kept."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _tell(message: Message) -> None:
    log.warning("%s", message)
