"""Events in plain words, for the history of an inquiry and for what others just did."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.records import INTAKE_LOGIN, Event, Member, Stage
from csboard.i18n import _, current_language

REASONS: dict[str, Callable[[], str]] = {
    "auto-reply": lambda: _("automatic answer"),
    "bounce": lambda: _("bounce"),
    "bounce-delayed": lambda: _("delayed delivery"),
    "receipt": lambda: _("read receipt"),
    "complaint": lambda: _("spam complaint"),
    "duplicate": lambda: _("the same mail again"),
    "loop": lambda: _("our own mail came back"),
    "own-address": lambda: _("from one of our own addresses"),
    "hops": lambda: _("passed on too often"),
    "unreadable": lambda: _("could not be read"),
    "over-limits": lambda: _("too big to be read whole"),
    "empty": lambda: _("empty"),
}


def reason_in_words(code: str) -> str:
    """Why a mail was filed or held. An unknown code stands for itself."""
    words = REASONS.get(code)
    return words() if words else code


def describe(event: Event, members: Mapping[str, Member], stages: tuple[Stage, ...]) -> str:
    """What happened, as a sentence without its time: "Sato took #1042"."""
    words = _SENTENCES.get(event.kind)
    if words is None:
        return event.kind
    detail = event.detail
    names = {stage.key: stage.name(current_language()) for stage in stages}
    return words(event).format(
        who=_who(event, members),
        task=event.task or event.number or "",
        number=event.number or "",
        other=_name(str(detail.get("from", "")), members),
        login=_name(str(detail.get("login", "")), members),
        source=names.get(str(detail.get("from")), str(detail.get("from", ""))),
        target=names.get(str(detail.get("to")), str(detail.get("to", ""))),
        reason=reason_in_words(str(detail.get("reason", ""))),
        act=_UNDONE.get(str(detail.get("kind")), lambda: str(detail.get("kind")))(),
    )


def _who(event: Event, members: Mapping[str, Member]) -> str:
    name = _name(event.actor, members)
    if event.via and event.via != event.actor:
        return _("{name} (by {via})").format(name=name, via=_name(event.via, members))
    return name


def _name(login: str, members: Mapping[str, Member]) -> str:
    member = members.get(login)
    return member.name if member and member.name else login


def _moved(event: Event) -> str:
    if event.detail.get("took"):
        return _("{who} took #{task} and moved it from {source} to {target}")
    return _("{who} moved #{task} from {source} to {target}")


def _joined(event: Event) -> str:
    if event.detail.get("reopened"):
        return _("A mail came in and reopened #{number}")
    return _("A mail came in to #{number}")


def _opened(event: Event) -> str:
    if event.actor == INTAKE_LOGIN:
        return _("#{number} came in")
    return _("#{number} was opened by {who}")


_SENTENCES: dict[str, Callable[[Event], str]] = {
    "entered": lambda event: _("{login} came to the board"),
    "opened": _opened,
    "joined": _joined,
    "filed": lambda event: _("A mail was filed: {reason}"),
    "held": lambda event: _("A mail waits for a person: {reason}"),
    "claimed": lambda event: _("{who} took #{task}"),
    "released": lambda event: _("{who} gave #{task} back"),
    "taken_over": lambda event: _("{who} took #{task} over from {other}"),
    "moved": _moved,
    "noted": lambda event: _("{who} wrote a note on #{number}"),
    "undone": lambda event: _("{who} undid: {act} #{task}"),
    "member_changed": lambda event: _("{who} changed the member {login}"),
    "settings_changed": lambda event: _("{who} changed the team's settings"),
}

_UNDONE: dict[str, Callable[[], str]] = {
    "claimed": lambda: _("take"),
    "released": lambda: _("give back"),
    "taken_over": lambda: _("take over"),
    "moved": lambda: _("move"),
    "noted": lambda: _("note"),
}
