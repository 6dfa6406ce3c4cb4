"""The words people read for the values that records hold. One word per idea."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.records import (
    Card,
    Channel,
    Direction,
    Offer,
    Outcome,
    Tags,
    Urgency,
    Waiting,
)
from csboard.domain.reply_mark import ReplyMark, ReplyState
from csboard.i18n import N_, _

_URGENCIES = {
    Urgency.LOW: N_("low"),
    Urgency.NORMAL: N_("normal"),
    Urgency.HIGH: N_("high"),
    Urgency.URGENT: N_("urgent"),
}
_CHANNELS = {
    Channel.MAIL: N_("mail"),
    Channel.PHONE: N_("phone"),
    Channel.COUNTER: N_("counter"),
    Channel.PROGRAM: N_("program"),
    Channel.IMPORT: N_("import"),
}
_OUTCOMES = {
    Outcome.SATISFIED: N_("satisfied"),
    Outcome.SETTLED: N_("settled"),
    Outcome.AGAINST_WISH: N_("against their wish"),
    Outcome.NO_ANSWER: N_("no answer"),
}
_DIRECTIONS = {
    Direction.IN: N_("from the customer"),
    Direction.OUT: N_("our reply"),
    Direction.NOTE: N_("internal note"),
    Direction.AUTO: N_("automatic message"),
}
_WAITING = {
    "customer": N_("waits for customer"),
    "internal": N_("waits for colleagues"),
    "date": N_("waits for a date"),
}
_NEEDS = {
    "owner": N_("an owner"),
    "fact": N_("the fact"),
    "emotion": N_("the emotion"),
    "policy": N_("the policy"),
    "outcome": N_("the outcome"),
    "content": N_("a content tag"),
    "symptom": N_("a symptom tag"),
    "reply": N_("the first reply"),
    "tasks": N_("the other tasks done"),
}
_DIMENSIONS = {
    "content": N_("Content"),
    "symptom": N_("Symptom"),
    "emotion": N_("Emotion"),
}
_REPLIES = {
    ReplyState.DRAFT: N_("reply begun"),
    ReplyState.REVIEW: N_("review wanted"),
    ReplyState.CHANGE: N_("change asked for"),
    ReplyState.APPROVED: N_("reply approved"),
    ReplyState.QUEUED: N_("reply on its way"),
    ReplyState.FAILED: N_("sending failed"),
}
_GROUNDS = {
    "request": N_("they asked for it"),
    "expired": N_("kept long enough"),
    "mistake": N_("received by mistake"),
}
_FIELDS = {
    "subject": N_("the subject"),
    "urgency": N_("the urgency"),
    "policy": N_("the policy"),
    "fact": N_("the fact"),
    "emotion": N_("the emotion"),
    "outcome": N_("the outcome"),
    "tags": N_("the tags"),
    "customer_name": N_("the customer's name"),
    "organisation": N_("the organisation"),
    "text": N_("the text"),
    "attachments": N_("the attachments"),
    "sender_name": N_("the sender's name"),
    "title": N_("the title"),
    "situation": N_("the situation"),
    "passage": N_("the words that helped"),
    "was": N_("before"),
    "became": N_("after"),
    "why": N_("why it worked"),
}


def reply_mark(mark: ReplyMark) -> str:
    """How an open reply stands, as a card says it."""
    told = _(_REPLIES[mark.state])
    if mark.state is ReplyState.REVIEW and mark.asks > 1:
        return f"{told} {mark.asks}"
    return told


def urgency(value: Urgency) -> str:
    return _(_URGENCIES[value])


def channel(value: Channel) -> str:
    return _(_CHANNELS[value])


def outcome(value: Outcome) -> str:
    return _(_OUTCOMES[value])


def direction(value: Direction) -> str:
    return _(_DIRECTIONS[value])


def waiting(value: Waiting, until: str = "") -> str:
    """For whom a card waits, and until which day; an unknown kind stands for itself."""
    if until and value.for_whom == "date":
        return _("waits till {day}").format(day=until)  # a date it is, as is plain to see
    whom = _(_WAITING.get(value.for_whom, value.for_whom))
    return _("{waits} till {day}").format(waits=whom, day=until) if until else whom


def hold(waits: Waiting | None, woke_at: datetime | None, now: datetime, until: str = "") -> str:
    """For whom and to when a task waits, or that it has woken; empty when there is neither."""
    if waits is not None and not waits.is_over(now):
        return waiting(waits, until)
    return _("woke") if waits is not None or woke_at is not None else ""


def offer(value: Offer, me: str) -> str:
    """That a card is being handed off, and to whom."""
    if value.receiver is None:
        return _("up for taking")
    if value.receiver == me:
        return _("offered to you")
    return _("offered to {name}").format(name=value.name)


def ground(code: str) -> str:
    """Why something was erased. An unknown code stands for itself."""
    return _(_GROUNDS[code]) if code in _GROUNDS else code


def need(code: str) -> str:
    """What a stage asks for, as it is named when it is missing."""
    return _(_NEEDS.get(code, code))


def field(name: str) -> str:
    """A field of `InquiryFields`, as sentences call it."""
    return _(_FIELDS.get(name, name))


def owner(card: Card) -> str:
    """Who holds the card, or that nobody does."""
    return card.owner_name or card.owner or _("unassigned")


def customer(name: str, email: str) -> str:
    """How a customer is called: by name, else by address."""
    return name or email


def dimension(value: str) -> str:
    """A kind of tags."""
    return _(_DIMENSIONS[value])


def tags(value: Tags) -> str:
    """Tags in one line, content by symptom, then emotion: `決済/二重請求 怒り`.

    Not crossed by ×, which some terminals draw in one cell and some in two.
    """
    crossed = "/".join(", ".join(words) for words in (value.content, value.symptom) if words)
    return " ".join(part for part in (crossed, ", ".join(value.emotion)) if part)
