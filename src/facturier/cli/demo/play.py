"""The course of the demonstration, from an empty database to the verdict."""

from datetime import timedelta

from facturier.cli.carry import work_off
from facturier.cli.commands.init import make_installation
from facturier.cli.demo import stage as staged
from facturier.cli.demo.takings import registers
from facturier.cli.demo.verdict import Judged, Verdict, judge
from facturier.cli.session import Session
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.engine.worker import working_env
from facturier.flows import takings_close
from facturier.flows.env import Env, Pace
from facturier.flows.find import poll
from facturier.model.message import say
from facturier.ports.clock import business_date
from facturier.store import installation
from facturier.store.models import Company, Organisation
from facturier.takings.judge import Abroad

SCALE = 20.0
THREADS = 4
PATIENCE = timedelta(minutes=2, seconds=50)
"""Less than an hour of this scale: orders that wait are looked at again after one, and would be waited for."""
TAKINGS_SINCE = timedelta(days=28)
# What happens to answers of create calls in each system, and how often. All of them come after the effect.
LOSSES = {"lost_answer": 3, "cut_body": 1, "error_after": 1}


def play(here: Session, home: Home, env: Env, stage: staged.Stage) -> Verdict:
    """Connect, read, decide, issue with losses, and judge."""
    judged = []
    for cast, issuer in zip(stage.casts, _issuers(home, stage), strict=True):
        connected = staged.connect(env, stage, cast, issuer)
        staged.keep_rates(cast, env.clock.now())
        if cast.abroad is not None:
            _begin_takings(env, issuer, cast.abroad)
        judged += [Judged(row, stage.actors[system].sandbox) for system, row in connected.systems.items()]
        found = sum(poll(env, route.shop_id).changed for route in connected.routes)
        here.output.progress(
            say("%(company)s: %(count)s orders were read from the shops.", company=issuer, count=found)
        )
    lose_answers(stage)
    _issue(here, env)
    return judge(judged, home.files, sum(LOSSES.values()), registers(env))


def _begin_takings(env: Env, issuer: Company, abroad: Abroad) -> None:
    """Some days ago: before the oldest order of the simulated shops."""
    since = business_date(env.clock.now() - TAKINGS_SINCE, issuer.facts.zone)
    takings_close.begin(env, issuer, since, abroad, "demo")


def demo_env(home: Home, stage: staged.Stage) -> Env:
    """The flows' world, with every waiting time shortened as the simulators' are."""
    witness = WitnessFile(home.witness)
    return working_env(
        Env(
            files=home.files,
            transport=stage.transport,
            witness=lambda attempt: witness.note(installation.identity(), attempt),
            pace=Pace(SCALE),
        )
    )


def lose_answers(stage: staged.Stage) -> None:
    """Of every system, in the calls that make documents."""
    for cast in stage.casts:
        for system in cast.systems:
            faults = stage.actors[system].sandbox.faults
            for name, times in LOSSES.items():
                faults.add(name, system.creates, share=system.share, times=times)


def _issuers(home: Home, stage: staged.Stage) -> list[Company]:
    """The company of each cast, all of one organisation."""
    first, *others = (cast.company for cast in stage.casts)
    made = make_installation(home, "Demo", first)
    owner: Organisation = made.organisation
    return [
        made,
        *(Company.objects.create(organisation=owner, issuer=facts.issuer, facts=facts) for facts in others),
    ]


def _issue(here: Session, env: Env) -> None:
    most = 0
    with here.output.bar(say("Issuing")) as bar:

        def tell(left: int) -> None:
            nonlocal most
            most = max(most, left)
            bar.show(most - left, most)

        work_off(env, THREADS, PATIENCE, tell)
