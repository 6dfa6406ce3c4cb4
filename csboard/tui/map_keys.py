"""The keys of the knowledge map, and of what stands behind one of its topics."""

from __future__ import annotations

from csboard.i18n import N_
from csboard.tui.action import Action

MAP = (
    Action(
        "map.open", "enter", N_("Behind it"), N_("See what stands behind the topic"), footer=True
    ),
    Action(
        "map.take",
        "a",
        N_("Take next"),
        N_("Take the next one of the topic, with whoever knows it as reviewer"),
        footer=True,
    ),
    Action("map.explain", "equals_sign", N_("How so"), N_("How this is reckoned"), footer=True),
    Action(
        "map.growth",
        "m",
        N_("My growth"),
        N_("See how you have grown by topic, and back: nobody else sees it"),
        footer=True,
    ),
    Action("map.left", "left,h", N_("Left"), N_("Show the members on the left")),
    Action("map.right", "right,l", N_("Right"), N_("Show the members on the right")),
    Action("map.undo", "u", N_("Undo"), N_("Give back what you took here last")),
    Action("map.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("map.back", "escape,q", N_("Back"), N_("Back to where you came from"), footer=True),
)

TOPIC = (
    Action("topic.open", "enter", N_("Open"), N_("Open what is under the cursor"), footer=True),
    Action("topic.help", "question_mark", N_("Help"), N_("Show this help"), footer=True),
    Action("topic.back", "escape,q", N_("Back"), N_("Back to the map"), footer=True),
)

OF_THE_MAP: tuple[Action, ...] = (*MAP, *TOPIC)
