"""`facturier transmit`: words for what it cannot do, whatever the system."""

from tests.cli.conftest import Run
from tests.support.world import World, order

from facturier.cli.exits import Exit


def test_what_its_system_does_not_send_is_refused_with_words(facturier: Run, inside: World) -> None:
    inside.hear(order("1001"))
    inside.run()
    ended = facturier("transmit", "1001", "--by", "Ana", "--json")
    assert ended.code == Exit.FAILED
    assert "not to be sent from here" in ended.json["error"]
    ended = facturier("transmit", "1001", "--again", "--by", "Ana", "--json")
    assert "Only an e-invoice that was refused" in ended.json["error"]
    ended = facturier("transmit", "1001", "--corrected", "--by", "Ana", "--json")
    assert "Correct it there" in ended.json["error"]
