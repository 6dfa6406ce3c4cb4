"""The keys of the wall: they turn its pages, and nothing else."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

OF_THE_WALL = (
    Action("wall.after", "right,n,space", N_("Next page"), N_("Go to the next page")),
    Action("wall.before", "left,p", N_("Page before"), N_("Go to the page before")),
    Action("wall.hold", "h", N_("Hold"), N_("Let the page stay, or the pages turn again")),
    Action("wall.help", "question_mark", N_("Help"), N_("Show or hide these keys")),
    Action("wall.quit", "ctrl+q", N_("Quit"), N_("End the display")),
)
