"""What the board says besides its cards: hints for an empty stage, the view, the footer."""

from __future__ import annotations

from csboard.domain.records import Stage
from csboard.i18n import N_, _
from csboard.tui.arrange import Order, View, Whose
from csboard.tui.keys import key_of
from csboard.tui.widgets.chips import Chip


def hints(stage: Stage, view: View, *, empty: bool, works: bool) -> tuple[str, ...]:
    """What a stage without cards says; to who `works`, on an empty board, what to do next."""
    if view.narrowed:
        return (_("No card fits the filter; {key} ends it.").format(key=key_of("board.clear")),)
    if not works:
        return (_("No cards here."),)
    if empty and stage.kind == "todo":
        return first_steps()
    if stage.kind == "todo":
        return (_("No cards here."), _line("board.new", _("write down an inquiry")))
    return (_("No cards here."), _line("board.move_right", _("move a card on to here")))


def first_steps() -> tuple[str, ...]:
    """What a newcomer needs to know on an empty board."""
    return (
        _("No inquiries yet."),
        "",
        _line("board.new", _("write one down, from a call or at the counter")),
        "",
        _("From mail, in a shell:"),
        "csboard intake mbox FILE",
        "csboard intake maildir DIR --watch",
        "",
        _line("board.help", _("all keys")),
        _line("board.quit", _("leave")),
    )


def _line(action: str, what: str) -> str:
    return f"{key_of(action)}  {what}"


QUICK_VIEWS = {
    Whose.MINE: N_("Mine only"),
    Whose.NOBODYS: N_("Unassigned only"),
    Whose.REVIEW: N_("Review wanted only"),
    Whose.WAITING: N_("On hold only"),
}


def chips(view: View) -> list[Chip]:
    """What narrows the board, in words."""
    narrowing = []
    if view.whose in QUICK_VIEWS:
        narrowing.append(Chip("whose", _(QUICK_VIEWS[view.whose])))
    if view.words:
        narrowing.append(Chip("words", _("Filter: {words}").format(words=view.words)))
    return narrowing


def order_in_header(order: Order) -> str:
    """How the board is ordered; nothing when as usual."""
    unusual = {Order.NEWEST: _("Newest first"), Order.OLDEST: _("Oldest first")}
    return unusual.get(order, "")


def order_text(order: Order) -> str:
    """What an order puts first, in a sentence."""
    return {
        Order.NEED: _("Order: most in need first"),
        Order.NEWEST: _("Order: newest first"),
        Order.OLDEST: _("Order: oldest first"),
    }[order]
