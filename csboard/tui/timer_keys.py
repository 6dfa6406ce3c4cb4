"""The keys of the time sheet."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OF_TIMES: tuple[Action, ...] = (
    Action("times.before", "left,h", N_("Day before"), N_("Show the day before"), footer=True),
    Action("times.after", "right,l", N_("Day after"), N_("Show the day after")),
    Action("times.timer", "t", N_("Timer"), N_("Time work that is no inquiry"), footer=True),
    Action("times.add", "n,i", N_("Write down"), N_("Write down time no timer saw"), footer=True),
    Action("times.edit", "e", N_("Correct"), N_("Correct the entry"), footer=True),
    Action("times.drop", "d", N_("Drop"), N_("Drop the entry: it was a mistake"), footer=True),
    Action("times.undo", "u", N_("Undo"), N_("Take back your last act on time")),
    Action("times.open", "enter", N_("Open"), N_("Open the inquiry")),
    Action("times.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("times.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)
