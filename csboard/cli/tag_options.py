"""The options by which commands put tags on and take them off."""

from __future__ import annotations

from csboard.cli.spec import Argument, argument
from csboard.i18n import N_

TAGGING: tuple[Argument, ...] = (
    argument(
        "--tag",
        action="append",
        default=[],
        metavar="DIM:WORD",
        help=N_("add a tag: content:WORD, symptom:WORD or emotion:WORD; may be repeated"),
    ),
    argument(
        "--untag",
        action="append",
        default=[],
        metavar="DIM:WORD",
        help=N_("take a tag away; may be repeated"),
    ),
)
