"""What people read of successful cases, wherever it is shown: labels, counts, findings."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.knowledge import Finding, Success
from csboard.domain.sheet import PickReason, Standing, SuccessView
from csboard.i18n import N_, _
from csboard.named import NamedTuple


class Part(NamedTuple):
    """One text of a case with what it is called."""

    name: str
    """As in `SuccessFields`."""
    label: str
    text: str


class Said(NamedTuple):
    """One thing that was found of a case: a colleague's word, or a draft its words went into."""

    at: datetime
    told: str
    login: str
    number: int | None
    """The inquiry where that was."""
    note: str


LABELS = {
    "situation": N_("Situation"),
    "was": N_("Before"),
    "became": N_("Afterwards"),
    "passage": N_("The words that helped"),
    "why": N_("Why it worked"),
    "fact": N_("Fact"),
    "emotion": N_("Emotion"),
    "policy": N_("Policy"),
}
"""In the order in which a case is read."""

_FINDINGS = {
    Finding.USED: N_("used it"),
    Finding.NOT_HERE: N_("it did not work here"),
    Finding.STILL_TRUE: N_("still true"),
}
_PICK_REASONS = {
    PickReason.REUSED: N_("it helped often"),
    PickReason.NEW: N_("it is new"),
    PickReason.UNCONFIRMED: N_("does it still hold?"),
    PickReason.HOLDS: N_("it holds"),
}


def parts(success: Success) -> tuple[Part, ...]:
    """The texts in which something stands; a situation that only repeats the title is left out."""
    texts = {name: getattr(success, name) for name in LABELS}
    if texts["situation"] == success.title:
        del texts["situation"]
    return tuple(Part(name, _(LABELS[name]), text) for name, text in texts.items() if text)


def counts(standing: Standing) -> str:
    """How often it was used, did not work, and was said to hold."""
    told = _("used {used}  did not work {not_here}  still true {still_true}")
    return told.format(
        used=standing.used, not_here=standing.not_here, still_true=standing.still_true
    )


def finding(word: Finding) -> str:
    return _(_FINDINGS[word])


def said(view: SuccessView) -> tuple[Said, ...]:
    """All that was found of a case, the latest first."""
    words = [Said(one.at, finding(one.word), one.login, one.number, one.note) for one in view.words]
    drafts = [
        Said(one.at, kept(one.kept), one.login, view.where.get(one.id), "") for one in view.reuses
    ]
    return tuple(sorted((*words, *drafts), key=lambda one: one.at, reverse=True))


def kept(value: bool | None) -> str:
    """What became of words that were put into a draft."""
    return {None: _("in a draft"), True: _("sent as it is"), False: _("sent with changes")}[value]


def pick_reason(reason: PickReason) -> str:
    """Why it was picked, in a few words."""
    return _(_PICK_REASONS[reason])


def picked(title: str, reason: PickReason) -> str:
    """The line that names the pick of the week."""
    return _("This week's case: {title} ({why})").format(title=title, why=pick_reason(reason))
