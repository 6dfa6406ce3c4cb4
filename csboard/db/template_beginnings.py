"""Reading what a template begins with: a reply, a case, what is asked again and again."""

from __future__ import annotations

from csboard.db import success_states, topics, wholes
from csboard.db.earlier import party_of
from csboard.db.models import MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain import answering, words
from csboard.domain.records import Direction, Tags
from csboard.domain.repeated import most_used
from csboard.domain.tag import Dimension
from csboard.domain.template_making import as_template, is_anybodys
from csboard.domain.templates import Beginning
from csboard.errors import Refused
from csboard.i18n import _

_REPLY = Prepared(
    lambda: MessageRow.select(MessageRow.inquiry, MessageRow.text, MessageRow.author).where(
        MessageRow.id == slot("id"),
        MessageRow.direction == Direction.OUT.value,
        MessageRow.withdrawn_at.is_null(),
        MessageRow.text != "",
    )
)


def of_reply(message_id: int, team: Team) -> Beginning:
    """What a template begins with that is made from a reply; Refused when it isn't there."""
    row = _REPLY.row(id=message_id)
    if row is None:
        raise Refused("no_such_source", _("There is no such reply: it may have been erased."))
    number, text, author = row
    return _beginning(number, text, team.logins.get(author, ""), team)._replace(
        message_id=message_id
    )


def of_success(success_id: int, team: Team) -> Beginning:
    """The same of a case, from the words that helped."""
    case = success_states.success(success_id, team)
    start = _beginning(case.number, case.passage, case.author, team, case.title)
    return start._replace(tags=_topic(case.tags, team), success_id=success_id)


def of_topic(content: str, symptom: str, team: Team) -> Beginning:
    """The same of what was asked repeatedly, from the reply that was used most.

    Without text where nobody has replied yet.
    """
    vocabulary = team.settings.vocabulary
    tags = vocabulary.shown(Tags((content,), (symptom,)))
    ids = [
        vocabulary.ids_of(word, dimension)
        for dimension, word in ((Dimension.CONTENT, content), (Dimension.SYMPTOM, symptom))
    ]
    used = most_used(topics.replies(*ids))
    start = of_reply(used.message_id, team) if used else Beginning("")
    return start._replace(name=words.tags(tags), tags=tags)


def _beginning(number: int, text: str, author: str, team: Team, title: str = "") -> Beginning:
    """Called by the title or the subject, unless something of the customer's own is in it."""
    inquiry = wholes.whole(number, team).inquiry
    was = party_of(inquiry, author, team)
    made = as_template(text, was, team.settings.name)
    tags = _topic(inquiry.tags, team)
    called = title or answering.without_prefixes(inquiry.subject)
    return Beginning(
        name=called if is_anybodys(called, was) else words.tags(tags),
        language=answering.language_of(made),
        text=made,
        tags=tags,
    )


def _topic(tags: Tags, team: Team) -> Tags:
    """What it is about; how a customer felt is theirs."""
    return team.settings.vocabulary.shown(Tags(tags.content, tags.symptom))
