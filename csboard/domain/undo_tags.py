"""Taking back what was done to the vocabulary, while nobody has gone on with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.decisions import Thing, Update
from csboard.domain.inverses import Changes, id_of, time_of
from csboard.domain.records import Event
from csboard.domain.states import UndoState
from csboard.domain.tag import Tag
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import Refused
from csboard.i18n import _

Values = Mapping[str, object]


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    """The words are as they were before the act."""
    vocabulary = state.vocabulary
    tag = vocabulary.tag(id_of(act.detail["tag"]))
    assert tag is not None
    if act.kind in ("tag_renamed", "tags_merged"):
        return _unlead(vocabulary, tag, act)
    if act.kind in ("tag_respelled", "reading_set"):
        return [_unspell(tag, id_of(act.detail["spelling"]))]
    since = time_of(act.detail.get("retired_at"))
    if tag.becomes is not None or (tag.retired_at is None) != (since is not None):
        raise _gone_on(tag)
    return [_update(tag, {"retired_at": since})]


def _unlead(vocabulary: Vocabulary, tag: Tag, act: Event) -> Changes:
    """The tag stands for itself again, and what led to it does; a renaming is turned round."""
    to = vocabulary.tag(id_of(act.detail["to"]))
    led = act.detail["led"]
    assert to is not None
    assert isinstance(led, list)
    mine = {tag.id, *map(id_of, led)}
    here = {one.id: one for one in vocabulary.leading_to(to)}
    turned = act.kind == "tag_renamed"
    if tag.becomes != to.id or not mine <= here.keys() or (turned and here.keys() - mine):
        raise _gone_on(tag)
    itself: dict[str, object] = {"becomes_id": None}
    if turned:
        itself["retired_at"] = to.retired_at
    changes = [_update(tag, itself)]
    changes += [_update(here[one], {"becomes_id": tag.id}) for one in mine - {tag.id}]
    if turned:
        changes.append(_update(to, {"becomes_id": tag.id}))
    return list(changes)


def _unspell(tag: Tag, place: int) -> Update:
    if tag.becomes is not None or len(tag.former) != place + 1:
        raise _gone_on(tag)
    word, reading = tag.former[place]
    former = [list(one) for one in tag.former[:place]]
    return _update(tag, {"word": word, "reading": reading, "former": former})


def _update(tag: Tag, values: Values) -> Update:
    return Update(Thing.TAG, tag.id, values, tag.version)


def _gone_on(tag: Tag) -> Refused:
    return Refused(
        "built_upon",
        _("{word} can't be undone: the tag has been changed since.").format(word=tag.word),
    )
