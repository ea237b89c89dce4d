"""Why a document was refused: found in the account's own lists, for Oblio's words are in no catalogue.

A refusal that the lists explain needs a person at the connection or the route; any other is the order's own.
"""

from facturier.model.draft import Draft
from facturier.ports.errors import Misconfigured, NotNow, Refused
from facturier.systems.oblio.answers import VatRow
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.documents import series_row
from facturier.systems.oblio.failures import unknown_vat
from facturier.systems.oblio.payload import series_of
from facturier.systems.shared.wire import number


def explained(client: Client, draft: Draft, refused: Refused) -> Refused | Misconfigured:
    """The refusal, or what a person must put right first. Two calls; a list that cannot be read explains nothing."""
    try:
        series_row(client, series_of(draft), draft.kind)
        rates = client.get("/api/nomenclature/vat_rates", list[VatRow])
    except Misconfigured as error:
        return Misconfigured(error.message, refused.words)
    except (NotNow, Refused):
        return refused
    if draft.vat_exempt_company:
        return refused
    known = {(rate.name, rate.percent) for rate in rates}
    for line in draft.lines:
        named = (line.vat.name, line.vat.percent) in known
        if not named and (line.vat.name or all(percent != line.vat.percent for _, percent in known)):
            shown = ", ".join(f"{rate.name} {rate.percent:f} %" for rate in rates)
            return unknown_vat(line.vat.name, str(number(line.vat.percent)), shown, refused.words)
    return refused
