"""Everything that an event of a plan may name."""

from collections.abc import Callable

from tests.proof.deeds import by_hand, clicks, errands, shop

from facturier.store.models import Wish

Deed = Callable[..., None]
DEEDS: dict[str, Deed] = {
    "place": shop.place,
    "pay": shop.pay,
    "refund": shop.refund,
    "cancel": shop.cancel,
    "hold": shop.hold,
    "unhold": shop.unhold,
    "ship": shop.ship,
    "edit": shop.edit,
    "look": errands.look,
    "reconcile": errands.reconcile,
    "sweep": errands.sweep,
    "jump": errands.jump,
    "stop": errands.stop,
    "hurry": clicks.issue,
    "cancel document": clicks.asks(Wish.What.CANCEL),
    "credit": clicks.asks(Wish.What.CREDIT, whole=True),
    "reissue": clicks.asks(Wish.What.REISSUE),
    "close order": clicks.close,
    "withdraw": clicks.withdraw,
    "settle by hand": clicks.settle,
    "enter token": clicks.enter_token,
    "issue by hand": by_hand.issue,
    "delete last": by_hand.delete_last,
    "renumber": by_hand.renumber,
    "cancel by hand": by_hand.cancel,
    "pay by hand": by_hand.pay,
    "change by hand": by_hand.change,
    "renew token": by_hand.renew_token,
}
