"""What the team knows as frozen records: success cases, templates, and what was made of them."""

from datetime import datetime
from enum import StrEnum

from csboard.domain.records import NO_TAGS, Tags
from csboard.named import NamedTuple


class Success(NamedTuple):
    """A case of the successful-cases sheet."""

    id: int
    number: int
    author: str
    at: datetime
    title: str
    situation: str = ""
    fact: str = ""
    emotion: str = ""
    policy: str = ""
    passage: str = ""
    was: str = ""
    became: str = ""
    why: str = ""
    tags: Tags = NO_TAGS
    message_id: int | None = None
    retired_at: datetime | None = None
    version: int = 1


class SuccessFields(NamedTuple):
    """What can be written down of a case; None for what is not meant."""

    title: str | None = None
    situation: str | None = None
    """What was asked, in a few words."""
    fact: str | None = None
    emotion: str | None = None
    policy: str | None = None
    passage: str | None = None
    """The words that helped, out of the reply or as they were said."""
    was: str | None = None
    """The customer's words or use before."""
    became: str | None = None
    why: str | None = None
    tags: Tags | None = None


class Finding(StrEnum):
    """What somebody found of a case."""

    USED = "used"
    NOT_HERE = "not_here"
    STILL_TRUE = "still_true"


class SuccessWord(NamedTuple):
    """One colleague's word on a case."""

    id: int
    success_id: int
    login: str
    at: datetime
    word: Finding
    number: int | None = None
    note: str = ""


class Template(NamedTuple):
    """Prepared text with variables."""

    id: int
    name: str
    language: str
    subject: str
    text: str
    author: str
    at: datetime
    tags: Tags = NO_TAGS
    success_id: int | None = None
    message_id: int | None = None
    replaces: int | None = None
    """The wording before."""
    retired_at: datetime | None = None
    version: int = 1


class Reuse(NamedTuple):
    """Words that were put into a draft, from one of three."""

    id: int
    draft_id: int
    login: str
    at: datetime
    lines: tuple[str, ...]
    template_id: int | None = None
    success_id: int | None = None
    message_id: int | None = None
    kept: bool | None = None
