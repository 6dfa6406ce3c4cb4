"""The keys of the list of absences."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OF_ABSENCES: tuple[Action, ...] = (
    Action("absences.add", "n,i", N_("Enter one"), N_("Enter when somebody is away"), footer=True),
    Action(
        "absences.edit", "enter,e", N_("Change"), N_("Change days, stand-in or rule"), footer=True
    ),
    Action(
        "absences.end", "d", N_("End"), N_("They are back, or it doesn't take place"), footer=True
    ),
    Action("absences.rule", "r", N_("One inquiry"), N_("Let one inquiry go another way")),
    Action("absences.check", "c", N_("Leave check"), N_("Check whether they can go"), footer=True),
    Action("absences.undo", "u", N_("Undo"), N_("Take back your last act on absences")),
    Action("absences.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("absences.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)
