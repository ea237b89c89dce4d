"""A named person stops issuing, at any level, and lets it go on (DESIGN 5.15). Both doors come through here."""

from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store import accounts, installation
from facturier.store.accounts import Level


def pause(env: Env, level: Level | None, by: str, why: str) -> None:
    """Stop issuing at this level, None: all of it. What is under way is finished; the first reason stays."""
    reason = say("Paused by %(by)s. %(why)s", by=by, why=why)
    if level is None:
        installation.pause(reason, env.clock.now())
    else:
        accounts.pause(level, reason, by, env.clock.now())


def resume(env: Env, level: Level | None) -> None:
    """Take a pause back; what waited for it is sent at once. Recovery mode stays."""
    if level is None:
        installation.resume()
    else:
        accounts.resume(level, env.clock.now())
    env.nudge("document", 0)
