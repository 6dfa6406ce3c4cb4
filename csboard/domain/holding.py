"""What may be done to a task as it is held and shown: by nobody, by oneself, by another.

The rules that decide a command ask here, and so do the screens before they offer a key. The
board's first paint waits for this file: it loads no commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from csboard.domain import access
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Held, Member
from csboard.errors import Anothers, Conflict, Refused
from csboard.i18n import N_, _, ago

MOVE_ANOTHERS = N_("{name} has #{task}: only they or a lead can move it.")
HOLD_ANOTHERS = N_("{name} has #{task}: only they or a lead can put it on hold.")
RESUME_ANOTHERS = N_("{name} has #{task}: only they or a lead can take it off hold.")

Members = Mapping[str, Member]


def refuse_claiming(held: Held, actor: Member, members: Members, now: datetime) -> None:
    """Refused where it is done or one's own; Conflict where somebody else has it."""
    _refuse_if_closed(held)
    _refuse_ones_own(held, actor, now)
    if held.owner is not None:
        raise Conflict(
            "taken",
            _("{name} took #{task} {ago}.").format(
                name=in_a_sentence(held.owner, members), **_since(held, now)
            ),
        )


def refuse_releasing(held: Held, actor: Member, members: Members) -> None:
    """Refused where nobody has it, or somebody else and the actor is no lead."""
    _refuse_if_closed(held)
    if held.owner is None:
        raise Refused("unowned", _("#{task} has no owner.").format(task=held.ref))
    if held.owner != actor.login and not access.is_lead(actor):
        raise Refused(
            "not_yours",
            _("{name} has #{task}: only they or a lead can give it back.").format(
                name=in_a_sentence(held.owner, members), task=held.ref
            ),
        )


def refuse_taking_over(held: Held, actor: Member, now: datetime) -> None:
    """Refused where there is nobody else to take a task over from."""
    _refuse_if_closed(held)
    if held.owner is None:
        raise Refused("unowned", _("#{task} has no owner: just take it.").format(task=held.ref))
    _refuse_ones_own(held, actor, now)


def refuse_if_another_holds(
    held: Held, actor: Member, members: Members, sentence: str = MOVE_ANOTHERS
) -> None:
    """Only the owner and leads arrange a task; the `sentence` names what was to be done."""
    owner = held.owner
    if owner in (None, actor.login) or access.is_lead(actor):
        return
    raise Anothers(
        _(sentence).format(name=in_a_sentence(str(owner), members), task=held.ref), str(held.ref)
    )


def refuse_waiting(
    held: Held, actor: Member, members: Members, sentence: str = HOLD_ANOTHERS
) -> None:
    """Refused where this member can't say what a task waits for."""
    if held.closed_at is not None:
        raise Refused(
            "closed", _("#{task} is done: nothing is waited for any more.").format(task=held.ref)
        )
    if held.owner is None:
        raise Refused("unowned", _("#{task} has no owner: take it first.").format(task=held.ref))
    refuse_if_another_holds(held, actor, members, sentence)


def may(command: str, held: Held, actor: Member | None, members: Members, now: datetime) -> bool:
    """Whether a command of this name, for `held`, would be let in; None is no member yet."""
    if actor is None:
        return False
    try:
        access.require(actor, access.LEAST_ROLE[command])
        if command in _RULES:
            _RULES[command](held, actor, members, now)
    except Refused:
        return False
    return True


_RULES: dict[str, Callable[[Held, Member, Members, datetime], None]] = {
    "Claim": refuse_claiming,
    "Release": lambda held, actor, members, _now: refuse_releasing(held, actor, members),
    "TakeOver": lambda held, actor, _members, now: refuse_taking_over(held, actor, now),
    "Move": lambda held, actor, members, _now: refuse_if_another_holds(held, actor, members),
    "Wait": lambda held, actor, members, _now: refuse_waiting(held, actor, members),
}
"""By the names of the commands; all others are a matter of the role alone."""


def _refuse_if_closed(held: Held) -> None:
    if held.closed_at is not None:
        raise Refused(
            "closed",
            _("#{task} is done: move it back first if it isn't.").format(task=held.ref),
        )


def _refuse_ones_own(held: Held, actor: Member, now: datetime) -> None:
    if held.owner == actor.login:
        raise Refused("yours", _("You took #{task} already, {ago}.").format(**_since(held, now)))


def _since(held: Held, now: datetime) -> dict[str, str]:
    since = held.owner_since or now
    return {"task": str(held.ref), "ago": ago((now - since).total_seconds())}
