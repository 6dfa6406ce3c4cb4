"""The keys of the list of hand-offs, and of the box in which a sheet is written."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

HAND_OFFS = (
    Action("hand_offs.open", "enter", N_("Sheet"), N_("Open the sheet"), footer=True),
    Action("hand_offs.take", "t", N_("Take it"), N_("Take what is offered to you"), footer=True),
    Action("hand_offs.offer", "o", N_("Offer"), N_("Offer it, or to somebody else"), footer=True),
    Action("hand_offs.withdraw", "d", N_("Withdraw"), N_("Offer it no more"), footer=True),
    Action("hand_offs.drop", "D", N_("Throw away"), N_("Throw away a sheet that isn't offered")),
    Action(
        "hand_offs.take_back",
        "b",
        N_("Take back"),
        N_("Take back what you handed off"),
        footer=True,
    ),
    Action("hand_offs.keep", "x", N_("Leave it"), N_("Leave it with whoever has it"), footer=True),
    Action(
        "hand_offs.all", "O", N_("Hand off all"), N_("Hand off all your tasks, one after another")
    ),
    Action("hand_offs.inquiry", "i", N_("Inquiry"), N_("Open the inquiry")),
    Action("hand_offs.copy", "y", N_("Copy"), N_("Copy all that is shown as Markdown")),
    Action("hand_offs.undo", "u", N_("Undo"), N_("Take back your last act on hand-offs")),
    Action("hand_offs.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "hand_offs.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True
    ),
)

SHEET_OF_TASK = (
    Action("hand_off.none", "f8", N_("None"), N_("Write `none` into what is empty")),
    Action("hand_off.page_up", "pageup", N_("Page up"), N_("Go up in the sheet by a page")),
    Action("hand_off.page_down", "pagedown", N_("Page down"), N_("Go down in the sheet by a page")),
)

OF_HAND_OFFS: tuple[Action, ...] = (*HAND_OFFS, *SHEET_OF_TASK)
