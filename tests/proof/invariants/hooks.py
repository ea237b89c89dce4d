"""I2 for web hooks: what a shop told us to look at was looked at; a forged call leaves a count and nothing else."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.store.models import HookLine, Knock


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for knock in Knock.objects.order_by("pk"):
        yield f"a hook told of order {knock.remote_id}, and nobody looked"
    refused = sum(HookLine.objects.values_list("refused", flat=True))
    forged = ground.line.forged if ground.line else 0
    if refused != forged:
        yield f"{forged} forged hooks came, {refused} were counted"
