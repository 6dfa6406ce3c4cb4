"""What the board says besides its cards: hints for an empty stage, the view, the footer."""

from __future__ import annotations

from csboard.domain.records import Stage
from csboard.i18n import _
from csboard.tui.arrange import Order, View, Whose
from csboard.tui.keys import key_of


def hints(stage: Stage, view: View, *, empty: bool) -> tuple[str, ...]:
    """What a stage without cards says; on an empty board, what to do next."""
    if view.narrowed:
        return (_("No card fits the filter; {key} ends it.").format(key=key_of("board.clear")),)
    if empty and stage.kind == "todo":
        return first_steps()
    return (_("No cards here."),)


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


def _filter_text(words: str) -> str:
    return _("Filter: {words} ({key} ends it)").format(words=words, key=key_of("board.clear"))


def view_text(view: View) -> str:
    """How the board is narrowed or ordered, in words; empty when it is not."""
    whose = {Whose.MINE: _("Mine only"), Whose.NOBODYS: _("Unassigned only")}
    order = {Order.NEWEST: _("Newest first"), Order.OLDEST: _("Oldest first")}
    words = _filter_text(view.words) if view.words else ""
    parts = (words, whose.get(view.whose, ""), order.get(view.order, ""))
    return "  ".join(part for part in parts if part)


def order_text(order: Order) -> str:
    """What an order puts first, in a sentence."""
    return {
        Order.NEED: _("Order: most in need first"),
        Order.NEWEST: _("Order: newest first"),
        Order.OLDEST: _("Order: oldest first"),
    }[order]
