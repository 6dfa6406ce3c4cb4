"""What the board says besides its cards: hints for an empty stage, the view, the footer."""

from __future__ import annotations

from csboard.domain.records import Stage
from csboard.i18n import _
from csboard.tui.arrange import Order, View, Whose


def hints(stage: Stage, view: View, *, empty: bool) -> tuple[str, ...]:
    """What a stage without cards says; on an empty board, what to do next."""
    if view.narrowed:
        return (_("No card fits the filter; esc ends it."),)
    if empty and stage.kind == "todo":
        return first_steps()
    return (_("No cards here."),)


def first_steps() -> tuple[str, ...]:
    """What a newcomer needs to know on an empty board."""
    return (
        _("No inquiries yet."),
        "",
        _("i  write one down, from a call or at the counter"),
        "",
        _("From mail, in a shell:"),
        "csboard intake mbox FILE",
        "csboard intake maildir DIR --watch",
        "",
        _("?  all keys"),
        _("q  leave"),
    )


def view_text(view: View) -> str:
    """How the board is narrowed or ordered, in words; empty when it is not."""
    whose = {Whose.MINE: _("Mine only"), Whose.NOBODYS: _("Unassigned only")}
    order = {Order.NEWEST: _("Newest first"), Order.OLDEST: _("Oldest first")}
    words = _("Filter: {words} (esc ends it)").format(words=view.words) if view.words else ""
    parts = (words, whose.get(view.whose, ""), order.get(view.order, ""))
    return "  ".join(part for part in parts if part)


def order_text(order: Order) -> str:
    """What an order puts first, in a sentence."""
    return {
        Order.NEED: _("Order: most in need first"),
        Order.NEWEST: _("Order: newest first"),
        Order.OLDEST: _("Order: oldest first"),
    }[order]
