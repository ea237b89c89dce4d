"""What the book can be asked by name: `facturier book verify`, `facturier book lock 2026-10-31`, and so on."""

from facturier.ports.errands import Asked, Errand
from facturier.systems.book.errands import erase, lock, proformas, series, verify

BOOK = Asked("book", "The connection's label, where there are several books.")

ERRANDS = (
    Errand(
        "verify",
        "Recompute every digest of the book, and print the heads of its chains to be kept elsewhere.",
        verify.run,
        (BOOK, Asked("expect", "A head that was kept: it must still be in the chain.")),
    ),
    Errand("series", "List the series.", series.listed, (BOOK,)),
    Errand(
        "series-add",
        "Add a series.",
        series.add,
        (
            Asked("name", "Such as FCT: letters, figures, - / and .", required=True),
            BOOK,
            Asked("kind", "invoice (the default), proforma, receipt, credit_note or order."),
            Asked("yearly", "yes: numbers begin anew each year."),
            Asked("first", "The first number, where another program issued the earlier ones."),
            Asked("since", "The first day on which it may be used (YYYY-MM-DD)."),
        ),
    ),
    Errand(
        "series-close",
        "Close a series: nothing is issued in it after the day.",
        series.close,
        (
            Asked("name", "As “facturier book series” shows it.", required=True),
            BOOK,
            Asked("day", "Default: today."),
        ),
    ),
    Errand(
        "lock",
        "Close a period: nothing is dated on or before the day any more. This cannot be taken back.",
        lock.run,
        (Asked("day", "Such as 2026-10-31.", required=True), BOOK),
    ),
    Errand(
        "erase",
        "Erase a person from documents that are older than the law wants them kept.",
        erase.run,
        (
            Asked("who", "Name, e-mail or tax number, exactly as on the document.", required=True),
            BOOK,
            Asked("yes", "yes: do it. Otherwise it is only shown what would be erased."),
        ),
    ),
    Errand(
        "proformas",
        "List open proformas; note a reminder, or let overdue ones expire.",
        proformas.run,
        (
            BOOK,
            Asked("remind", "A proforma (such as “PRF 0007”) whose buyer was reminded just now."),
            Asked("expire", "A proforma that is to expire, or “overdue” for all that are past their day."),
        ),
    ),
)
