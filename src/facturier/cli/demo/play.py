"""The course of the demonstration, from an empty database to the verdict."""

from datetime import timedelta
from typing import TYPE_CHECKING

from facturier.cli.carry import work_off
from facturier.cli.commands.init import make_installation
from facturier.cli.demo import stage as staged
from facturier.cli.demo.ledgers import Simulated, Walked
from facturier.cli.demo.verdict import Ledger, Verdict, judge
from facturier.cli.session import Session
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.engine.worker import working_env
from facturier.flows.env import Env, Pace
from facturier.flows.find import poll
from facturier.model.message import say
from facturier.store import installation

if TYPE_CHECKING:
    from facturier.sandbox.kit import Sandbox

SCALE = 20.0
THREADS = 4
PATIENCE = timedelta(minutes=3)
# What happens to answers of create calls, and how often. All of them come after the effect.
LOSSES = {"lost_answer": 3, "cut_body": 1, "error_after": 1}
CREATES = "^POST .*/invoice"


def play(here: Session, home: Home, env: Env, stage: staged.Stage) -> Verdict:
    """Connect, read, decide, issue with losses, and judge."""
    issuer = make_installation(home, "Demo", staged.company(stage))
    routes = staged.connect(env, stage, issuer)
    staged.keep_rates(env.clock.now())
    found = sum(poll(env, route.shop_id).changed for route in routes)
    here.output.progress(say("%(count)s orders were read from the shops.", count=found))
    lose_answers(stage.system.sandbox)
    _issue(here, env)
    to_system, to_book = routes
    ledgers: dict[int, Ledger] = {
        to_system.system_id: Simulated(stage.system.sandbox),
        to_book.system_id: Walked(env, to_book.system),
    }
    return judge(ledgers, home.files, sum(LOSSES.values()))


def demo_env(home: Home) -> Env:
    """The flows' world, with every waiting time shortened as the simulators' are."""
    witness = WitnessFile(home.witness)
    return working_env(
        Env(
            files=home.files,
            witness=lambda attempt: witness.note(installation.identity(), attempt),
            pace=Pace(SCALE),
        )
    )


def lose_answers(system: "Sandbox") -> None:
    for name, times in LOSSES.items():
        system.faults.add(name, CREATES, share=0.2, times=times)


def _issue(here: Session, env: Env) -> None:
    most = 0
    with here.output.bar(say("Issuing")) as bar:

        def tell(left: int) -> None:
            nonlocal most
            most = max(most, left)
            bar.show(most - left, most)

        work_off(env, THREADS, PATIENCE, tell)
