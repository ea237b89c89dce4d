"""The first page: what needs a person now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facturier.web.request import Request


@require_safe
def today(request: Request) -> HttpResponse:
    return render(request, "today/today.html", {"organisation": request.reader.chosen})
