"""A second click on the same form does nothing a second time."""

from facturier.web import clicks
from facturier.web.request import Request

KEPT = 50
DONE = "clicks"


def again(request: Request) -> bool:
    """Whether this very form was sent before. Noted at once, so that the next one meanwhile is known too."""
    token = clicks.token(request)
    done = request.session.get(DONE, [])
    if token in done:
        return True
    request.session[DONE] = [*done[-KEPT:], token]
    request.session.save()
    return False
