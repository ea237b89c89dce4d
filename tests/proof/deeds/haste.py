"""What people say of a document without having looked: too early, too late, twice, or of the wrong number."""

from collections.abc import Callable

from tests.proof.deeds.clicks import decide, documents_of, told
from tests.proof.ground import Ground

from facturier.flows import effects, person
from facturier.store.models import Document, Effect, State


def _each(say: Callable[[Ground, Document], None]) -> Callable[[Ground, int], None]:
    """Of every document of an order, credit notes too; whoever is refused goes on with the next."""

    def deed(ground: Ground, order: int) -> None:
        for document in documents_of(ground, order):
            told(say)(ground, document)

    return deed


@_each
def accept(ground: Ground, document: Document) -> None:
    person.accept(ground.env, document.pk, "Bogdan", "it will be right")


@_each
def gone(ground: Ground, document: Document) -> None:
    person.gone(ground.env, document.pk, "Bogdan", "I do not see it")


@_each
def this_is_it(ground: Ground, document: Document) -> None:
    """A number that somebody reads off the list, whosever it is."""
    numbers = [one.number for one in ground.vendor.remotes() if one.kind == document.kind] or ["1"]
    person.this_is_it(ground.env, document.pk, ground.stage.dice.choice(numbers), "Bogdan")
    ground.guessed.add(document.pk)


@_each
def does_not_exist(ground: Ground, document: Document) -> None:
    """Whoever is asked about a doubt looks first: said against what stands there, it would be a second document."""
    if document.state == State.HELD_IN_DOUBT:
        decide(ground, document)
    else:
        person.does_not_exist(ground.env, document.pk, "Bogdan", "I do not see it")


@_each
def again(ground: Ground, document: Document) -> None:
    """All that follows from it, held or not."""
    for effect in Effect.objects.filter(document=document).order_by("pk"):
        told(lambda ground, effect: effects.again(ground.env, effect, "Bogdan"))(ground, effect)
