"""Access tokens: given for an account's e-mail and secret, good for an hour."""

from datetime import datetime, timedelta
from random import Random

from msgspec import Struct
from werkzeug.wrappers import Response

from facturier.sandbox.clock import SandboxClock
from facturier.systems.oblio.sandbox.answers import as_json, bad_client
from facturier.systems.oblio.sandbox.book import Account, Book
from facturier.systems.oblio.sandbox.fields import Fields

LASTS = timedelta(seconds=3600)


class Given(Struct, frozen=True):
    account: Account
    until: datetime


class Tokens:
    def __init__(self, clock: SandboxClock, random: Random) -> None:
        self._clock, self._random = clock, random
        self._given: dict[str, Given] = {}

    def give(self, book: Book, fields: Fields, *, only: bool) -> Response:
        """only: the tokens before it end. The two figures are texts."""
        for account in book.accounts:
            if (account.email, account.secret) == (fields.text("client_id"), fields.text("client_secret")):
                break
        else:
            return bad_client()
        if only:
            self.end(account)
        token = f"{self._random.getrandbits(160):040x}"
        now = self._clock.now()
        self._given[token] = Given(account, now + self._clock.lasting(LASTS))
        return as_json(
            {
                "access_token": token,
                "expires_in": str(int(LASTS.total_seconds())),
                "token_type": "Bearer",
                "scope": "",
                "request_time": str(int(now.timestamp())),
            }
        )

    def whose(self, token: str) -> Account | None:
        given = self._given.get(token)
        return given.account if given and self._clock.now() < given.until else None

    def end(self, account: Account) -> None:
        """None of the account's tokens is good any more."""
        self._given = {token: given for token, given in self._given.items() if given.account is not account}
