"""The company that an account belongs to. A document of another one must never get into it."""

import re

from facturier.model.draft import Draft
from facturier.model.message import say
from facturier.ports.errors import Misconfigured


def digits(tax_id: str) -> str:
    """A tax number without the country in front and blanks: the same company however it is written."""
    return re.sub(r"\D", "", tax_id)


def same_company(draft: Draft, company: str) -> None:
    """company: the tax number that the connection is for. Raises Misconfigured where the draft is another one's."""
    if digits(draft.company_tax_id) != digits(company):
        raise Misconfigured(
            say(
                "This document is for the company %(draft)s, but the connection is for %(company)s. "
                "Choose the right connection in the route.",
                draft=draft.company_tax_id,
                company=company,
            )
        )
