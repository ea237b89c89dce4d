"""What must always hold (DESIGN section 1), looked for in both books once everything has come to rest."""

from collections.abc import Callable, Iterator, Mapping

from tests.proof.books import Books, read
from tests.proof.ground import Ground
from tests.proof.invariants import (
    belonging,
    beside,
    cents,
    clients,
    counting,
    effects,
    gone,
    hooks,
    limits,
    once,
    others,
    own,
    papers,
    rooms,
    secrets,
    silence,
    stock,
    stray,
    takings,
    undoing,
)

Invariant = Callable[[Ground, Books], Iterator[str]]

INVARIANTS: Mapping[str, Invariant] = {
    "I1 one sale, one document": once.breaches,
    "I1 none beside another tool's": beside.breaches,
    "I2 nothing is silent": silence.breaches,
    "I2 gone is gone": gone.breaches,
    "I2 hooks are heard": hooks.breaches,
    "I3 to the cent": cents.breaches,
    "I4 both books agree": stray.breaches,
    "I4 cancelled in both": counting.breaches,
    "I4 nobody else's is undone": undoing.breaches,
    "I4 the system's own check": own.breaches,
    "I4 invoices or takings": takings.breaches,
    "I4 one installation": others.breaches,
    "I4 one at a time in a series": rooms.breaches,
    "I4 in the own books": belonging.breaches,
    "I4 on paper": papers.breaches,
    "I5 stock leaves once": stock.breaches,
    "I6 no limit is exceeded": limits.breaches,
    "I7 no secret is kept": secrets.breaches,
    "I8 credits within the issued": cents.credited,
    "I9 every effect once": effects.breaches,
    "I9 a client is kept once": clients.breaches,
}


def breaches(ground: Ground) -> list[str]:
    """Each in words, with the number of what is broken in front."""
    books = read(ground)
    return [f"{name}: {why}" for name, look in INVARIANTS.items() for why in look(ground, books)]
