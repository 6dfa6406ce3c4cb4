"""Who else is in an inquiry, in words: short on a card, as a sentence above the conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csboard.domain.people import in_a_sentence, name_of
from csboard.domain.records import Member
from csboard.domain.replies import Correspondent
from csboard.i18n import _


def on_card(
    people: Sequence[Correspondent], owner: str | None, members: Mapping[str, Member]
) -> str:
    """The first of them and how many more; `owner` needs no name, it stands there already."""
    if not people:
        return ""
    first, *others = people
    writes = first.doing == "writes"
    if first.login == owner:
        told = _("writing") if writes else _("reading")
    else:
        name = name_of(first.login, members)
        told = (_("{name}: writing") if writes else _("{name}: reading")).format(name=name)
    return f"{told} +{len(others)}" if others else told


def in_sentences(people: Sequence[Correspondent], members: Mapping[str, Member]) -> str:
    """Everybody by name: first who writes, then who looks."""
    writers = [one.login for one in people if one.doing == "writes"]
    lookers = [one.login for one in people if one.doing != "writes"]
    parts = (
        _sentence(writers, _("{names} is writing"), _("{names} are writing"), members),
        _sentence(lookers, _("{names} is looking at it"), _("{names} are looking at it"), members),
    )
    return "  ".join(filter(None, parts))


def _sentence(
    logins: Sequence[str], of_one: str, of_several: str, members: Mapping[str, Member]
) -> str:
    if not logins:
        return ""
    names = _(", ").join(in_a_sentence(login, members) for login in logins)
    return (of_one if len(logins) == 1 else of_several).format(names=names)
