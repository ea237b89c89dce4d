"""Seed after seed with one guard off, until a breach shows."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext

from tests.proof.guards import GUARDS, Guard
from tests.proof.invariants import breaches
from tests.proof.plan import Grain, Plan
from tests.proof.play import Played, Theatre
from tests.proof.results import Catch
from tests.proof.shrink import shrunk
from tests.proof.story import draw

MOST = 1000


def played_without(theatre: Theatre, name: str, seed: int) -> Played:
    guard = GUARDS[name]
    with guard.off():
        played = theatre.play(_plan(guard, seed), breaches)
        theatre.reset()  # while what the guard forbids may still stand in the tables
    return played


def _plan(guard: Guard, seed: int) -> Plan:
    return draw(seed, guard.grain, guard.system, guard.shop)


def replayed(theatre: Theatre, seed: int, grain: str, without: str, shrink: bool) -> Played:
    """One seed once more, as `--grain`, `--without` and `--shrink` say."""
    guard = GUARDS[without] if without else None
    plan = draw(
        seed,
        Grain(grain) if grain else guard.grain if guard else Grain.STATEMENT,
        guard.system if guard else "",
        guard.shop if guard else "",
    )

    def play(shorter: Plan) -> Played:
        with guard.off() if guard else nullcontext():
            played = theatre.play(shorter, breaches)
            theatre.reset()
        return played

    if shrink:
        plan = shrunk(plan, lambda shorter: bool(play(shorter).breaches))
    return play(plan)


def hunt(
    theatre: Theatre,
    name: str,
    seeds: Iterable[int] = range(MOST),
    tell: Callable[[int], None] = lambda seed: None,
) -> Catch:
    """Only a breach that the same story does not show with the guard on is the guard's."""
    tried = 0
    for seed in seeds:
        tell(seed)
        tried += 1
        found = played_without(theatre, name, seed).breaches
        if found and not theatre.play(_plan(GUARDS[name], seed), breaches).breaches:
            return Catch(name, seed, tried, found[0])
    return Catch(name, None, tried)
