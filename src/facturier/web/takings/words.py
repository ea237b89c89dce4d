"""What the register's own words are to people."""

from facturier.model.message import Message, say
from facturier.takings.entries import CANCELLED, SALE
from facturier.takings.judge import Verdict
from facturier.takings.placing import CHANGED, INVOICED, LEFT_OUT, REFUND

WHATS: dict[str, Message] = {
    SALE: say("Sale"),
    REFUND: say("Refund"),
    CANCELLED: say("Cancelled"),
    INVOICED: say("Invoiced afterwards"),
    LEFT_OUT: say("Left out"),
    CHANGED: say("Changed afterwards"),
}
VERDICTS: dict[Verdict, Message] = {
    Verdict.INVOICED: say("In the invoices"),
    Verdict.COMING: say("Invoice on its way or in doubt"),
    Verdict.COUNTED: say("In the register"),
    Verdict.UNDECIDED: say("Undecided"),
    Verdict.OPEN: say("Neither paid nor shipped yet"),
    Verdict.CANCELLED: say("Cancelled before it was paid"),
    Verdict.LEFT_OUT: say("Left out of the register"),
    Verdict.BEFORE: say("Sold before the register begins"),
}
