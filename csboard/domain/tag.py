"""The words that inquiries are tagged with as frozen records: every start reads them."""

from datetime import datetime
from enum import StrEnum

from csboard.named import NamedTuple


class Dimension(StrEnum):
    """What a tag says: the part of the product, what happened, how the customer feels."""

    CONTENT = "content"
    SYMPTOM = "symptom"
    EMOTION = "emotion"


class Tag(NamedTuple):
    """A word of the team's vocabulary."""

    id: int
    dimension: Dimension
    word: str
    reading: str = ""
    """In kana; it is found by this too."""
    becomes: int | None = None
    """The tag it was renamed to or merged into; that one leads nowhere else."""
    retired_at: datetime | None = None
    version: int = 1
    former: tuple[tuple[str, str], ...] = ()
    """How the same word was spelled and read before, oldest first."""
