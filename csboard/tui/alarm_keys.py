"""The keys of the list of alarms."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OF_ALARMS = (
    Action("alarms.open", "enter", N_("Open"), N_("Open the inquiry"), footer=True),
    Action("alarms.claim", "a", N_("Take"), N_("Take the task: it is yours"), footer=True),
    Action("alarms.reply", "r", N_("Reply"), N_("Write the reply, or read the draft"), footer=True),
    Action("alarms.wait", "w", N_("On hold"), N_("Put the task on hold, or end that"), footer=True),
    Action("alarms.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("alarms.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)
