"""Reading what the clocks of one inquiry go by."""

from __future__ import annotations

from csboard.db import wholes
from csboard.db.clock_rules import rules_of
from csboard.db.stories import told
from csboard.db.team import Team
from csboard.domain.inquiry_clocks import InquiryClocks


def clocks(number: int, team: Team) -> InquiryClocks:
    """Of an inquiry, or of what it was merged into; Refused when there is none."""
    whole = wholes.alone(number).merged_into or number
    (one,) = told([whole], team)
    return InquiryClocks(one.inquiry, one.story, rules_of(team))
