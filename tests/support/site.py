"""The pages behind a real socket, in a thread of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from facturier.flows.env import Env
from facturier.web.wsgi import application


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """A test run's output is the tests'."""


@contextmanager
def served(env: Env, port: int = 0) -> Iterator[str]:
    """The address of the pages over this world; port 0 takes a free one."""
    server = ThreadedWSGIServer(("127.0.0.1", port), _Silent)
    server.daemon_threads = True
    server.set_app(application(env))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
