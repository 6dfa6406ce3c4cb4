"""What is like an inquiry, as lists and screens show it: how each ended, and whether it helped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from csboard.domain.records import Member, Outcome, Tags
from csboard.domain.sheet import SheetRow
from csboard.domain.template_sheet import Use
from csboard.named import NamedTuple


class Kind(StrEnum):
    """What is like it."""

    INQUIRY = "inquiry"
    CASE = "case"
    TEMPLATE = "template"


class Ending(NamedTuple):
    """How an inquiry ended, as far as it has."""

    opened_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    owner: str | None = None
    """Login of who holds its reply."""
    answered_by: tuple[str, ...] = ()
    """Logins of those whose replies went out, the latest first, each once."""
    answered_at: datetime | None = None
    """When the latest of them went out."""
    was_reopened: bool = False
    cases: int = 0
    """How many successful cases were made of it."""


class Alike(NamedTuple):
    """One thing that is like an inquiry; just one of the last three says what became of it."""

    kind: Kind
    id: int
    """An inquiry's number; else the case's or the template's own."""
    title: str
    tags: Tags
    percent: int
    """How like it is; of equals the newest comes first."""
    ending: Ending | None = None
    case: SheetRow | None = None
    use: Use | None = None


class Similar(NamedTuple):
    """What is like one inquiry, the likest first."""

    number: int
    subject: str
    alike: tuple[Alike, ...]
    members: Mapping[str, Member]


class Ready(NamedTuple):
    """The words of something that is like an inquiry, as they would stand in its reply."""

    asked: str
    """What the other customer wrote, in their own words; empty where nobody asked."""
    text: str
    """Without names of others, with holes for what isn't known; empty without a reply."""
    subject: str = ""
    """For a reply that has none."""
    message_id: int | None = None
    success_id: int | None = None
    template_id: int | None = None
    """Where the words come from, as `PutIn` names it."""
