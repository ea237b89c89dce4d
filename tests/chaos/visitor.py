"""A person who looks at the pages all the while, logged in, and logs in again where that was lost."""

import re
import threading
from dataclasses import dataclass, field

import httpx
from tests.chaos.house import House

PAGES = ("/", "/orders/", "/documents/")
REST = 0.3
PATIENCE = 5.0


@dataclass
class Visitor:
    """answered, away: pages that came as they should, and attempts at which there was none."""

    house: House
    answered: int = 0
    away: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Visitor":
        self._thread = threading.Thread(target=self._look_around, name="visitor")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look_around(self) -> None:
        with self._client() as client:
            turn = 0
            while not self._over.wait(REST):
                if self._sees(client, PAGES[turn % len(PAGES)]):
                    self.answered += 1
                    turn += 1
                else:
                    self.away += 1

    def sees_everything(self) -> bool:
        """Whether a new visitor can log in and see each page now."""
        with self._client() as client:
            return all(self._sees(client, page) for page in PAGES)

    def _client(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.house.port}", follow_redirects=True, timeout=PATIENCE
        )

    def _sees(self, client: httpx.Client, page: str) -> bool:
        try:
            answer = client.get(page)
            if answer.url.path.startswith("/login"):
                answer = self._log_in(client, answer, page)
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK and answer.url.path == page

    def _log_in(self, client: httpx.Client, form: httpx.Response, page: str) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        if token is None:
            return form
        login = {"username": "ana", "password": self.house.password, "csrfmiddlewaretoken": token[1]}
        client.post("/login/", data=login)
        return client.get(page)
