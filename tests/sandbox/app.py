"""A tiny vendor for tests of the kit: it counts what reached it."""

from random import Random

from flask import Flask, request

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox, page

ANSWER = {"made": "x" * 40}


class Counter(Sandbox):
    """POST /make adds its body to `made`; GET /echo/<text> gives the text back."""

    def __init__(self, clock: SandboxClock) -> None:
        self.made: list[bytes] = []
        app = Flask("counter")

        @app.post("/make")
        @app.post("/_own/make")
        def make() -> dict[str, str]:
            self.made.append(request.get_data())
            return ANSWER

        @app.get("/echo/<text>")
        def echo(text: str) -> str:
            return text

        super().__init__(
            "counter",
            app,
            random=Random(0),
            clock=clock,
            account={"token": "t"},
            blocked=page(403, "blocked"),
        )
