"""The first page: what needs a person now, what goes on by itself, and what it all stands on."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from facturier.store.models import Alarm, State
from facturier.web.orders import listing
from facturier.web.request import Request
from facturier.web.today import figures, ground, needs
from facturier.web.today.subjects import addresses, remedy


@require_safe
def today(request: Request) -> HttpResponse:
    organisation, now = request.reader.chosen, request.env.clock.now()
    grounds = ground.connections(request.env, organisation)
    alarms = needs.alarms(organisation)
    known = addresses(alarm.subject for alarm in alarms)
    piles = needs.piles(organisation)
    doubts = [one for pile in piles if pile.state == State.HELD_IN_DOUBT for one in pile.documents]
    wanting = {
        "paused": ground.paused(organisation, grounds),
        "troubled": [each for each in grounds if not each.well],
        "alarms": [(alarm, known.get(alarm.subject, ""), remedy(alarm)) for alarm in alarms],
        "piles": piles,
        "einvoices": needs.einvoices(organisation, now),
        "causes": needs.causes(organisation),
        "effects": needs.effects(organisation),
    }
    facts = {
        **wanting,
        "well": not any(wanting.values()),
        "counted": {name: needs.counted(wanting[name]) for name in ("alarms", "einvoices", "effects")},
        "grounds": grounds,
        "going": figures.going(
            listing.counts(organisation), len([one for one in doubts if not one.original_id])
        ),
        "issued": figures.issued_today(organisation, now, request.reader.zone),
        "many": listing.MANY,
        "now": now,
    }
    return render(request, "today/today.html", facts)


@require_POST
def close_alarm(request: Request, pk: int) -> HttpResponse:
    """Somebody has seen to it. Closing one that is closed changes nothing; what recurs raises it again."""
    alarm = Alarm.objects.filter(pk=pk).first()
    if alarm is None or not _may_close(request, alarm):
        raise Http404(f"no alarm {pk}")
    closing = Alarm.objects.filter(pk=pk, closed_at=None)
    closing.update(closed_at=request.env.clock.now(), closed_by=request.reader.name)
    return redirect("today:today")


def _may_close(request: Request, alarm: Alarm) -> bool:
    """What concerns the whole installation is closed by who may do everything."""
    if alarm.organisation_id is None:
        return request.reader.everything
    return alarm.organisation_id in request.reader.ids
