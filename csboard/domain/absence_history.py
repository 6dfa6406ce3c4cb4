"""Events about absences in words, and what others tell of somebody who was away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member
from csboard.i18n import _, ngettext, together

ABSENT = "absent"
"""In the detail of an event: whose the reply was who is away (`login`), and whose it is now (`to`;
nobody's if that is None)."""


ENDED = "ended"
"""In the detail of a withdrawal: whether the absence had begun, and was over then."""


STILL_WITH = "still_with"
"""In the detail of an undoing: the tasks that the absence had moved, each with whose it stays."""
MOST_STILL_WITH = 3
"""Such tasks that are told one by one."""


def where_tasks_stay(
    event: Event, members: Mapping[str, Member], take_over: str, claim: str
) -> list[str]:
    """Of an undoing: which tasks stay where the absence took them, and how one has them back.

    `take_over` and `claim` are how that is asked for, with the place of the number: {task}.
    """
    stay: list[tuple[str, str | None]] = event.detail.get(STILL_WITH) or []  # type: ignore[assignment]
    told = []
    for task, owner in stay[:MOST_STILL_WITH]:
        sentence = _("#{task} stays with {name}: {how} takes it over.")
        if owner is None:
            sentence = _("#{task} stays nobody's: {how} takes it.")
        how = (claim if owner is None else take_over).format(task=task)
        told.append(sentence.format(task=task, name=in_a_sentence(owner or "", members), how=how))
    if more := len(stay) - len(told):
        told.append(
            ngettext(
                "{n} more stays where it went.", "{n} more stay where they went.", more
            ).format(n=more)
        )
    return told


def of_absence(event: Event, members: Mapping[str, Member]) -> dict[str, str]:
    """What the sentences below name: the days, who is away, and who has it in their place."""
    detail: Mapping[str, Any] = event.detail
    passed = detail.get(ABSENT) or {}
    return {
        "days": _days(event) if event.kind in ABSENCE_SENTENCES and "first" in detail else "",
        "rule": _rule(detail, members) if event.kind == "absence_ruled" else "",
        "absent": in_a_sentence(passed.get("login") or "", members),
        "instead": in_a_sentence(passed.get("to") or "", members),
    }


def with_absence(event: Event, sentence: str) -> str:
    """The sentence on an inquiry, with what became of it because its owner was away."""
    passed = event.detail.get(ABSENT)
    if not isinstance(passed, Mapping):
        return sentence
    if passed.get("to") is None:
        return together(sentence, _("({absent} is away: it is free for anybody)"))
    return together(sentence, _("({absent} is away: it went to {instead})"))


def _rule(said: Mapping[str, Any], members: Mapping[str, Member]) -> str:
    """What is done with a task when its customer writes; empty where a rule was taken off."""
    from csboard.domain.absence_words import meanwhile
    from csboard.domain.absences import OnMail, TaskRule

    if not said.get("on_mail"):
        return ""
    rule = TaskRule(OnMail(said["on_mail"]), said.get("stand_in"))
    if rule.on_mail is OnMail.STAND_IN and rule.stand_in is None:
        return _("goes to the stand-in")
    return meanwhile(rule, members)


def _days(event: Event) -> str:
    from csboard.domain.absence_words import days_in_words
    from csboard.domain.absences import Absence, OnMail

    said: Mapping[str, Any] = event.detail
    if said.get(ENDED):  # its days as they were entered: those that are left end at a half day
        said = {**said, **(said.get("was") or {})}
    first, last = (date.fromisoformat(said[key]) for key in ("first", "last"))
    absence = Absence(
        0,
        said["login"],
        first,
        last,
        OnMail(said["on_mail"]),
        from_noon=said["from_noon"],
        until_noon=said["until_noon"],
    )
    return days_in_words(absence, event.at.date())


def _ones_own(own: Callable[[], str], anothers: Callable[[], str]) -> Callable[[Event], str]:
    """The sentence about one's own absence, or about another's."""
    return lambda event: own() if event.detail.get("login") == event.actor else anothers()


def _ruled(event: Event) -> str:
    if event.detail.get("on_mail") is None:
        if event.detail.get("login") == event.actor:
            return _("{who} took off what was said of #{task} for their absence")
        return _("{who} took off what was said of #{task} for the absence of {login}")
    if event.detail.get("login") == event.actor:
        return _("{who} said what is done with #{task} while they are away: {rule}")
    return _("{who} said what is done with #{task} while {login} is away: {rule}")


def _withdrawn(event: Event) -> str:
    own = event.detail.get("login") == event.actor
    if event.detail.get(ENDED):
        return (
            _("{who} is back from an absence: {days}")
            if own
            else _("{who} ended an absence of {login}: {days}")
        )
    return (
        _("{who} withdrew an absence: {days}")
        if own
        else _("{who} withdrew an absence of {login}: {days}")
    )


ABSENCE_SENTENCES: dict[str, Callable[[Event], str]] = {
    "absence_entered": _ones_own(
        lambda: _("{who} entered an absence: {days}"),
        lambda: _("{who} entered an absence of {login}: {days}"),
    ),
    "absence_changed": _ones_own(
        lambda: _("{who} changed an absence: {days}"),
        lambda: _("{who} changed an absence of {login}: {days}"),
    ),
    "absence_withdrawn": _withdrawn,
    "absence_ruled": _ruled,
}

ABSENCE_UNDONE: dict[str, Callable[[], str]] = {
    "absence_entered": lambda: _("entering an absence"),
    "absence_changed": lambda: _("changing an absence"),
    "absence_withdrawn": lambda: _("withdrawing an absence"),
    "absence_ruled": lambda: _("a rule for an absence"),
    ENDED: lambda: _("being back from an absence"),
}
