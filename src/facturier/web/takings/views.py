"""The register as people read it: a month, a day, a file, and whether all of it agrees."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from facturier.flows import takings_month
from facturier.flows.takings_check import check
from facturier.ports.clock import business_date
from facturier.store.models import TakingsRegister
from facturier.takings.printing.page import as_pdf
from facturier.takings.printing.sheet import Sheet, sheet
from facturier.takings.printing.table import as_csv, as_xlsx
from facturier.web import language, typed
from facturier.web.request import Request
from facturier.web.takings.queries import Months, companies_of, company_of, kept, months, register_of
from facturier.web.takings.words import VERDICTS, WHATS

FORMS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "pdf": ("application/pdf", lambda made: as_pdf(made, language.locale())),
}


@require_safe
def first(request: Request) -> HttpResponse:
    found = companies_of(request.reader)
    if not found:
        return render(request, "takings/none.html")
    return redirect("takings:month", found[0].pk)


@require_safe
def month(request: Request, company: int) -> HttpResponse:
    row = company_of(request.reader, company)
    register = register_of(row)
    facts = {"company": row, "companies": companies_of(request.reader), "register": register}
    today = business_date(request.env.clock.now(), row.facts.zone)
    if register is None:
        return render(request, "takings/begin.html", {**facts, "today": today})
    shown = _months(request, register)
    made = takings_month.month(request.env, register, shown.first)
    waiting = [day for day in made.days if day.blocked]
    return render(
        request,
        "takings/month.html",
        {**facts, "shown": shown, "month": made, "waiting": waiting, "today": today},
    )


@require_safe
def day(request: Request, company: int, day: str) -> HttpResponse:
    register = kept(request.reader, company)
    asked = typed.day(day)
    if asked is None or asked < register.since:
        raise Http404(f"no day {day}")
    found = takings_month.opened(request.env, register, asked)
    lines = [(line, WHATS[line.what]) for line in found.lines]
    facts = {"company": register.company, "opened": found, "lines": lines, "asked": asked}
    return render(request, "takings/day.html", facts)


@require_safe
def file(request: Request, company: int, form: str) -> HttpResponse:
    register = kept(request.reader, company)
    if form not in FORMS:
        raise Http404(f"no form {form}")
    kind, write = FORMS[form]
    shown = _months(request, register)
    made = sheet(takings_month.month(request.env, register, shown.first), language.told)
    name = f"takings-{shown.first:%Y-%m}.{form}"
    answer = HttpResponse(write(made), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def checked(request: Request, company: int) -> HttpResponse:
    """Whether each order of the month is in invoices or in the register, and what the others wait for."""
    register = kept(request.reader, company)
    shown = _months(request, register)
    found = check(request.env, register, shown.first, shown.last)
    kinds = [(kind, VERDICTS[kind.verdict]) for kind in found.kinds]
    facts = {"company": register.company, "shown": shown, "checked": found, "kinds": kinds}
    return render(request, "takings/check.html", facts)


def _months(request: Request, register: TakingsRegister) -> Months:
    today = business_date(request.env.clock.now(), register.company.facts.zone)
    return months(request.GET.get("month", ""), register.since, today)
