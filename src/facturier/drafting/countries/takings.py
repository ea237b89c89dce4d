"""Which countries know a register of daily takings for what is sold afar without an invoice.

Italy: goods sold by web shop to consumers count as sales by correspondence (risoluzione 274/E of 5.11.2009). No
invoice is due unless the buyer asks, at the latest when the operation takes place (art. 22 c. 1 n. 1 DPR 633/1972),
and no fiscal receipt (art. 2 lett. oo DPR 696/1996) nor telematic takings (DM 10.5.2019) either. Each day's takings,
VAT included, stand in the register of art. 24 DPR 633/1972, by VAT rate, and apart those exempt or not taxable.
[press: tusciafisco.it, tiburzibardelli.it and studiocataldi.it report these texts; facts/einvoicing.md, section 1]
"""

KEEPING = frozenset({"IT"})
"""ISO 3166-1 alpha-2."""


def keeps_register(country: str) -> bool:
    """Whether a company of this country writes sales without an invoice into a register of daily takings."""
    return country in KEEPING
