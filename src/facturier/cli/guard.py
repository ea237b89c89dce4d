"""Before anything may be sent from here: is this the database that this machine knows? (DESIGN 5.14)"""

from facturier.cli.session import Session
from facturier.embedded.witness import WitnessFile
from facturier.flows import recover
from facturier.flows.env import Env
from facturier.model.message import Message
from facturier.store import installation


def compare_witness(here: Session, env: Env) -> Message | None:
    """Enter recovery mode where the witness does not know the database as it is. Returns why, or None."""
    witness = WitnessFile(here.home.witness)
    verdict = witness.compare(installation.identity(), recover.last_attempt())
    why = recover.enter(verdict, env)
    if why is not None:
        here.output.progress(why)
    return why
