"""The keys of the figures, and of the inquiries behind one of them."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

FIGURES = (
    Action(
        "figures.open", "enter", N_("Behind it"), N_("List the inquiries behind it"), footer=True
    ),
    Action("figures.day", "d", N_("Day"), N_("Show a day"), footer=True),
    Action("figures.week", "w", N_("Week"), N_("Show a week"), footer=True),
    Action("figures.month", "m", N_("Month"), N_("Show a month"), footer=True),
    Action("figures.before", "left,h", N_("Before"), N_("Go to the period before"), footer=True),
    Action("figures.after", "right,l", N_("After"), N_("Go to the period after"), footer=True),
    Action("figures.again", "r,f5", N_("Anew"), N_("Count anew, with what has happened since")),
    Action(
        "figures.explain", "equals_sign", N_("How so"), N_("What the figures mean"), footer=True
    ),
    Action("figures.export", "X", N_("Into a file"), N_("Write the report into a file")),
    Action("figures.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "figures.back",
        "escape,q",
        N_("Back"),
        N_("Stop counting, then back to where you came from"),
        footer=True,
    ),
)

BEHIND = (
    Action("behind.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("behind.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("behind.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

OF_FIGURES: tuple[Action, ...] = (*FIGURES, *BEHIND)
