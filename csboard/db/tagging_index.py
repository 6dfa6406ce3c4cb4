"""Which inquiry has which tag, kept in step with the words that inquiries are tagged with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import fn

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.tag_models import TaggingRow, TagRow
from csboard.domain.decisions import Insert, Ref, Thing, Update
from csboard.domain.records import Tags
from csboard.domain.vocabulary import Vocabulary, by_dimension
from csboard.text import fold

_ROW_OF = Prepared(
    lambda: TagRow.select(TagRow.id).where(
        TagRow.dimension == slot("dimension"), TagRow.folded == slot("folded")
    )
)
_TAGGINGS = Prepared(
    lambda: TaggingRow.select(TaggingRow.id, TaggingRow.tag, TaggingRow.holds).where(
        TaggingRow.inquiry == slot("number")
    )
)
_ADD = Prepared(
    lambda: TaggingRow.insert(
        {
            TaggingRow.inquiry: slot("number"),
            TaggingRow.tag: slot("tag"),
            TaggingRow.holds: slot("holds"),
        }
    ).returning(TaggingRow.id)
)
_TURN = Prepared(
    lambda: TaggingRow.update({TaggingRow.holds: slot("holds")}).where(TaggingRow.id == slot("id"))
)


def _on_the_board() -> Any:
    """The taggings that hold, of inquiries that are neither junk nor part of another."""
    Inquiry = models.InquiryRow
    return (
        TaggingRow.select()
        .join(Inquiry)
        .where(TaggingRow.holds, Inquiry.merged_into.is_null(), Inquiry.junked_at.is_null())
    )


_COUNTED = Prepared(
    lambda: _on_the_board().select(TaggingRow.tag, fn.COUNT(TaggingRow.id)).group_by(TaggingRow.tag)
)


def keep_in_step(changes: Iterable[Insert | Update]) -> None:
    """After changes were written: what they say of inquiries' tags holds here too."""
    for change in changes:
        if change.thing is Thing.INQUIRY and "tags" in change.values:
            tags = change.values["tags"]
            if isinstance(change, Insert):
                if tags:
                    retag(_number(change.values["number"]), tags)
            else:
                retag(_number(change.id), tags)


def retag(number: int, tags: object) -> None:
    """Let exactly these tags hold for an inquiry. No row is ever deleted."""
    wanted = set(_ids(tags)) if isinstance(tags, Tags) else set()
    known = {tag_id: (row_id, holds) for row_id, tag_id, holds in _TAGGINGS.rows(number=number)}
    for tag_id, (row_id, holds) in known.items():
        if bool(holds) != (tag_id in wanted):
            _TURN.change(id=row_id, holds=tag_id in wanted)
    for tag_id in sorted(wanted - known.keys()):
        _ADD.scalar(number=number, tag=tag_id, holds=True)


def tagged_with(tag_ids: Iterable[int]) -> Any:
    """The numbers of the inquiries that have any of these tags, as a part of a query."""
    return TaggingRow.select(TaggingRow.inquiry).where(
        TaggingRow.tag.in_(sorted(tag_ids)), TaggingRow.holds
    )


def uses(vocabulary: Vocabulary) -> dict[int, int]:
    """How many inquiries show each present word, by its id; junk and what was merged aside."""
    counted = dict(_COUNTED.rows())
    for tag in vocabulary.tags:
        parts = vocabulary.leading_to(tag)
        if tag.becomes is None and any(counted.get(part.id) for part in parts):
            counted[tag.id] = _counted({tag.id, *(part.id for part in parts)})
    return {
        tag.id: counted[tag.id]
        for tag in vocabulary.tags
        if tag.becomes is None and counted.get(tag.id)
    }


def _counted(tag_ids: set[int]) -> int:
    """How many inquiries have any of the tags: one that has two of them counts once."""
    rows = _on_the_board().where(TaggingRow.tag.in_(sorted(tag_ids)))
    return int(rows.select(fn.COUNT(TaggingRow.inquiry.distinct())).scalar())


def _ids(tags: Tags) -> Iterable[int]:
    for dimension, word in by_dimension(tags):
        found = _ROW_OF.scalar(dimension=dimension.value, folded=fold(word))
        if found is not None:
            yield found


def _number(value: object) -> int:
    if isinstance(value, Ref) or not isinstance(value, int):
        raise TypeError(f"not a number: {value!r}")
    return value
