"""The keys of the objectives, of looking back, and of the box that asks why it was late."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OBJECTIVES = (
    Action(
        "objectives.open",
        "enter",
        N_("Behind it"),
        N_("See its values, or the inquiries it comes from"),
        footer=True,
    ),
    Action(
        "objectives.enter",
        "e",
        N_("Enter"),
        N_("Enter a value, or the number of users"),
        footer=True,
    ),
    Action("objectives.again", "r", N_("Anew"), N_("Measure anew"), footer=True),
    Action("objectives.undo", "u", N_("Undo"), N_("Take back the value you entered last")),
    Action("objectives.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "objectives.back",
        "escape,q",
        N_("Back"),
        N_("Stop counting, then back to where you came from"),
        footer=True,
    ),
)

LOOK_BACK = (
    Action(
        "look_back.before",
        "p,left_square_bracket,left",
        N_("Days before"),
        N_("Look at the days before"),
        footer=True,
    ),
    Action(
        "look_back.after",
        "n,right_square_bracket,right",
        N_("Days after"),
        N_("Look at the days after"),
        footer=True,
    ),
    Action("look_back.week", "w", N_("Week"), N_("Look back on a week"), footer=True),
    Action("look_back.month", "m", N_("Month"), N_("Look back on a month"), footer=True),
    Action("look_back.copy", "y", N_("Copy"), N_("Copy the page as Markdown")),
    Action("look_back.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action(
        "look_back.back",
        "escape,q",
        N_("Back"),
        N_("Stop counting, then back to where you came from"),
        footer=True,
    ),
)

WHY = (
    Action("why.leave", "escape", N_("Leave unsaid"), N_("Leave unsaid why it was late")),
    Action("why.throw_away", "y", N_("Throw away"), N_("Close without saving")),
    Action("why.keep", "n,escape,e", N_("Go on writing"), N_("Keep it and go on writing")),
)

OF_GOALS: tuple[Action, ...] = (*OBJECTIVES, *LOOK_BACK, *WHY)
