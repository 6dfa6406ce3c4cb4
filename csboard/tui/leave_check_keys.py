"""The keys of the leave check."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OF_THE_LEAVE_CHECK = (
    Action("leave_check.open", "enter", N_("Open"), N_("Open what it is about"), footer=True),
    Action(
        "leave_check.hand_off",
        "O",
        N_("Hand off"),
        N_("Write its hand-off sheet and offer it; or take what is offered"),
        footer=True,
    ),
    Action(
        "leave_check.reply", "r", N_("Reply"), N_("Write the reply, or read the draft"), footer=True
    ),
    Action("leave_check.wait", "w", N_("On hold"), N_("Let it wait for another date"), footer=True),
    Action(
        "leave_check.note",
        "m",
        N_("Note"),
        N_("Write down for colleagues what is known of the customer"),
        footer=True,
    ),
    Action("leave_check.timer", "t", N_("Stop"), N_("Stop your timer"), footer=True),
    Action("leave_check.undo", "u", N_("Undo"), N_("Take back your last act")),
    Action("leave_check.days", "d", N_("Days"), N_("Check other days"), footer=True),
    Action("leave_check.person", "p", N_("Whose"), N_("Check somebody else's leave"), footer=True),
    Action(
        "leave_check.explain",
        "equals_sign",
        N_("Score"),
        N_("How the score comes about"),
        footer=True,
    ),
    Action("leave_check.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "leave_check.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True
    ),
)
