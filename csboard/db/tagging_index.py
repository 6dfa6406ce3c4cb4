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


def _aside() -> Any:
    """The inquiries that are junk or part of another; few, and each kind has an index."""
    Inquiry = models.InquiryRow
    merged = Inquiry.select(Inquiry.number).where(Inquiry.merged_into.is_null(False))
    return merged | Inquiry.select(Inquiry.number).where(Inquiry.junked_at.is_null(False))


def _counted() -> Any:
    """By tag, how many inquiries have it: read from an index alone, whatever becomes of them."""
    return (
        TaggingRow.select(TaggingRow.tag, fn.COUNT(TaggingRow.inquiry))
        .where(TaggingRow.holds)
        .group_by(TaggingRow.tag)
    )


_COUNTED = Prepared(_counted)
_COUNTED_ASIDE = Prepared(lambda: _counted().where(TaggingRow.inquiry.in_(_aside())))


def keep_in_step(changes: Iterable[Insert | Update]) -> None:
    """After changes were written: what they say of inquiries' tags holds here too."""
    for change in changes:
        if change.thing is not Thing.INQUIRY or "tags" not in change.values:
            continue
        tags = change.values["tags"]
        if isinstance(change, Insert):
            for tag_id in sorted(_wanted(tags)):
                _ADD.scalar(number=_number(change.values["number"]), tag=tag_id, holds=True)
        else:
            retag(_number(change.id), tags)


def retag(number: int, tags: object) -> None:
    """Let exactly these tags hold for an inquiry. No row is ever deleted."""
    wanted = _wanted(tags)
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
    """How many inquiries show each present word, by its id; without junk and merged ones."""
    counted = dict(_COUNTED.rows())
    for tag_id, count in _COUNTED_ASIDE.rows():
        counted[tag_id] -= count
    for tag in vocabulary.tags:
        parts = vocabulary.leading_to(tag)
        if tag.becomes is None and any(counted.get(part.id) for part in parts):
            counted[tag.id] = _together({tag.id, *(part.id for part in parts)})
    return {
        tag.id: counted[tag.id]
        for tag in vocabulary.tags
        if tag.becomes is None and counted.get(tag.id)
    }


def _together(tag_ids: set[int]) -> int:
    """How many inquiries have any of the tags: one that has two of them counts once."""
    among = TaggingRow.tag.in_(sorted(tag_ids))
    rows = TaggingRow.select(TaggingRow.inquiry).where(among, TaggingRow.holds).distinct()
    aside = rows.where(TaggingRow.inquiry.in_(_aside()))
    return int(rows.count()) - int(aside.count())


def _wanted(tags: object) -> set[int]:
    return set(_ids(tags)) if isinstance(tags, Tags) else set()


def _ids(tags: Tags) -> Iterable[int]:
    for dimension, word in by_dimension(tags):
        found = _ROW_OF.scalar(dimension=dimension.value, folded=fold(word))
        if found is not None:
            yield found


def _number(value: object) -> int:
    if isinstance(value, Ref) or not isinstance(value, int):
        raise TypeError(f"not a number: {value!r}")
    return value
