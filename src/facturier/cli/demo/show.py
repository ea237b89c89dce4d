"""The demonstration stays up: its pages, a worker, and somebody who may log in."""

import secrets

from django.contrib.auth.models import User

from facturier.cli import boot, pages
from facturier.cli.commands.up import stop_on_signals
from facturier.cli.output import Output
from facturier.embedded.home import Home
from facturier.engine.worker import run_worker
from facturier.flows.env import Env
from facturier.model.message import say

NAME = "demo"
BYTES = 9


def serve(out: Output, home: Home, env: Env, host: str, port: int) -> None:
    """Until SIGTERM or Ctrl-C. Address and log-in are printed once; the simulators go on answering meanwhile."""
    password = secrets.token_urlsafe(BYTES)
    User.objects.create_superuser(NAME, password=password)
    boot.make_page_key(home)
    stop = stop_on_signals()
    with pages.kept(home, host, port):
        out.say(
            say(
                "Open http://%(host)s:%(port)s and log in as %(name)s with the password %(password)s. "
                "Ctrl-C ends it.",
                host=host,
                port=port,
                name=NAME,
                password=password,
            )
        )
        run_worker(env, stop)
