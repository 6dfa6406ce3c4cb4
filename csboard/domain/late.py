"""Why a promise was broken, asked of whoever answered late: one word, at the time.

It is asked so that the team can look back on it, never to judge anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Story
from csboard.domain.clocks import Clock, clocks_of
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import iso
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.inverses import id_of
from csboard.domain.notes import digest, note_row
from csboard.domain.promises import CLOCKS, SOLVED
from csboard.domain.records import Event
from csboard.domain.states import InquiryState, UndoState
from csboard.errors import Refused
from csboard.i18n import N_, _
from csboard.named import NamedTuple
from csboard.text import clean, quoted

SAID = "why_late"
"""The kind of the event."""
NOTE_KIND = "late"
MOST_WORDS = 500
"""Characters: one line."""

OTHER = "other"
CODES = {
    "colleagues": N_("waited for colleagues"),
    "too_many": N_("too many at once"),
    "unclear": N_("it was unclear what to answer"),
    "forgotten": N_("it was forgotten"),
    OTHER: N_("something else"),
}
"""By code what people read."""


class Said(NamedTuple):
    """What somebody has said of a broken promise."""

    id: int
    note: int | None
    """Id of the message that has their words."""


class WhyState(NamedTuple):
    """What saying why needs to know."""

    whole: InquiryState
    story: Story
    rules: Rules
    said: Mapping[tuple[str, datetime], Said]
    """By clock and when it began, what stands of it."""


def broken_of(story: Story, rules: Rules, now: datetime) -> tuple[Clock, ...]:
    """The clocks of an inquiry whose promises were broken by now."""
    if not rules.promises:
        return ()
    return tuple(clock for clock in clocks_of(story, rules, now).all if clock.is_broken)


def latest_broken(broken: Sequence[Clock], clock: str = "") -> Clock | None:
    """The one whose promise was broken last, of one kind or of all."""
    known = [one for one in broken if one.due_at is not None and clock in ("", one.which)]
    return max(known, key=lambda one: (one.due_at, one.started_at), default=None)


def to_ask_of(broken: Sequence[Clock], replied_at: datetime | None) -> Clock | None:
    """Of which broken promise to ask: of the last one, or of the last that a reply is about.

    It is about what it ended or is still to end as it goes out, never about "solved".
    """
    if replied_at is None:
        return latest_broken(broken)
    of_replies = [one for one in broken if one.which != SOLVED]
    ended = [one for one in of_replies if one.ended_at is not None and one.ended_at >= replied_at]
    going_on = [one for one in of_replies if one.ended_at is None]
    return latest_broken(ended) or latest_broken(going_on)


def say_why(state: WhyState, command: SayWhyBroken, now: datetime) -> Decision:
    """Keep the reason with the broken promise; one that was given before stands no more."""
    words = " ".join(clean(command.words).split())
    _refuse_bad_words(command.code, words)
    clock = _meant(state, command, now)
    number, me = state.whole.inquiry.number, state.whole.actor
    before = state.said.get((clock.which, clock.started_at))
    changes: list[Insert | Update] = _withdrawn(before, now) if before else []
    detail: dict[str, object] = {
        "clock": clock.which,
        "since": iso(clock.started_at),
        "code": command.code,
        "why": Ref("why"),
    }
    row: dict[str, object] = {
        "inquiry_id": number,
        "clock": clock.which,
        "since": clock.started_at,
        "at": now,
        "member_id": me.id,
        "code": command.code,
    }
    if words:
        note = note_row(number, me, words, now, kind=NOTE_KIND)
        changes.append(Insert(Thing.MESSAGE, note, "note"))
        row["note_id"] = Ref("note")
        detail |= {"message": Ref("note"), "digest": digest(words)}
    if before:
        detail |= {"replaced": before.id, "replaced_note": before.note}
    changes.append(Insert(Thing.BROKEN_WHY, row, "why"))
    return Decision(tuple(changes), EventDraft(SAID, number, None, detail))


def take_back(state: UndoState, act: Event, now: datetime) -> list[Insert | Update]:
    """What was said is said no more; what stood before stands again."""
    own = Said(id_of(act.detail["why"]), _note(act.detail.get("message")))
    changes: list[Insert | Update] = _withdrawn(own, now)
    if (before := act.detail.get("replaced")) is not None:
        changes += _stands(Said(id_of(before), _note(act.detail.get("replaced_note"))))
    return changes


def _note(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _withdrawn(said: Said, now: datetime) -> list[Insert | Update]:
    return _with(said, now)


def _stands(said: Said) -> list[Insert | Update]:
    return _with(said, None)


def _with(said: Said, withdrawn_at: datetime | None) -> list[Insert | Update]:
    changes: list[Insert | Update] = [
        Update(Thing.BROKEN_WHY, said.id, {"withdrawn_at": withdrawn_at})
    ]
    if said.note is not None:
        changes.append(Update(Thing.MESSAGE, said.note, {"withdrawn_at": withdrawn_at}))
    return changes


def _meant(state: WhyState, command: SayWhyBroken, now: datetime) -> Clock:
    number = state.whole.inquiry.number
    if command.clock and command.clock not in CLOCKS:
        raise Refused(
            "no_such_clock",
            _("There is no clock {word}; write one of {words}.").format(
                word=quoted(command.clock), words=_(", ").join(CLOCKS)
            ),
        )
    broken = broken_of(state.story, state.rules, now)
    of_kind = [one for one in broken if command.since in (None, one.started_at)]
    clock = latest_broken(of_kind, command.clock)
    if clock is None:
        raise Refused("kept", _("No such promise of #{number} was broken.").format(number=number))
    return clock


def _refuse_bad_words(code: str, words: str) -> None:
    if code not in CODES:
        raise Refused(
            "no_such_code",
            _("{word} is no reason; write one of {words}.").format(
                word=quoted(code), words=_(", ").join(CODES)
            ),
        )
    if code == OTHER and not words:
        raise Refused("no_words", _("Say in a few words what it was."))
    if len(words) > MOST_WORDS:
        raise Refused(
            "too_long",
            _("{limit} characters at most: shorten it.").format(limit=MOST_WORDS),
        )


def reason(code: str) -> str:
    """A code as people read it."""
    return _(CODES[code]) if code in CODES else code
