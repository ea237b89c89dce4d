"""Whose data a form is about: the organisation for which it was opened, whatever was switched to in another tab."""

from facturier.store.models import Organisation
from facturier.web.request import Request

FIELD = "organisation"


def meant(request: Request) -> Organisation:
    """That which the form names, else the one whose data the lists show."""
    named = request.POST.get(FIELD, "")
    return next((one for one in request.reader.organisations if str(one.pk) == named), request.reader.chosen)
