"""Everything that an event of a plan may name."""

from collections.abc import Callable

from tests.proof.deeds import asked, by_hand, clicks, errands, hands, hooks, machine, pages, shop, takings

from facturier.store.models import Wish

Deed = Callable[..., None]
DEEDS: dict[str, Deed] = {
    "place": shop.place,
    **{name: shop.does(name) for name in shop.NAMES},
    **{f"{name} by hand": by_hand.does(name) for name in by_hand.ALL},
    "issue for order": by_hand.issue_for,
    "try form": pages.try_form,
    "misfortune": by_hand.misfortune,
    "renew secret": by_hand.renew,
    "forge hook": hooks.forge,
    "switch hooks on": hooks.switch_on,
    "fill disk": machine.fill,
    "look": errands.look,
    "reconcile": errands.reconcile,
    "reconcile at last": errands.reconcile_at_last,
    "sweep": errands.sweep,
    "recover": errands.walk_again,
    "jump": errands.jump,
    "stop": errands.stop,
    "hurry": clicks.issue,
    "send by hand": clicks.send,
    "cancel document": clicks.asks(Wish.What.CANCEL),
    "credit": clicks.asks(Wish.What.CREDIT, whole=True),
    "reissue": clicks.asks(Wish.What.REISSUE),
    "close order": clicks.close,
    "withdraw": clicks.withdraw,
    "settle by hand": clicks.settle,
    "read pages": pages.read,
    "test connections": pages.test,
    "pause": pages.pause,
    "correct": pages.correct,
    "save route": pages.save,
    "take over": pages.take_over,
    "credit part": pages.credit_part,
    "enter secret": clicks.enter_secret,
    "consent": clicks.consent,
    "send e-invoice": clicks.send_e_invoice,
    "errand": asked.errand,
    "fetch rates": errands.fetch_rates,
    "begin takings": takings.begin,
    "close takings": takings.close,
    "read takings": takings.read,
    "leave out of takings": takings.leave_out,
    "put back into takings": takings.put_back,
    "print takings": takings.printed,
    "change rows": hands.change_rows,
    "change takings": hands.change_takings,
}
