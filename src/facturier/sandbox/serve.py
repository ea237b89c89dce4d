"""Serves a sandbox over real sockets, on this machine only."""

import socket
import struct
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from facturier.sandbox.kit import Cut, Sandbox

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOOPBACK = "127.0.0.1"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class _Handler(WSGIRequestHandler):
    """Quiet, and abrupt where the sandbox says that the connection is gone."""

    def log(self, type: str, message: str, *args: Any) -> None:
        return None

    def connection_dropped(self, error: BaseException, environ: "WSGIEnvironment | None" = None) -> None:
        if not isinstance(error, Cut):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.close_connection = True


class _Server(ThreadedWSGIServer):
    """One thread for each connection; the end of a broken connection needs no good-bye."""

    def shutdown_request(self, request: Any) -> None:
        self.close_request(request)


class Served:
    """A running server. `url` has no trailing slash. Ends with the `with` block or `close()`."""

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        self.sandbox = sandbox
        with socket.create_server((LOOPBACK, port)) as listening:
            self._server = _Server(LOOPBACK, port, sandbox.wsgi, handler=_Handler, fd=listening.fileno())
        self.url = f"http://{LOOPBACK}:{self._server.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Until someone closes it: for the command line."""
        self._thread.join()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()

    def __enter__(self) -> "Served":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(sandbox: Sandbox, port: int = 0) -> Served:
    """Serve `sandbox` on the loopback address; port 0 takes any free one. Raises OSError if it is taken."""
    return Served(sandbox, port)
