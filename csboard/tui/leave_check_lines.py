"""The lines of a leave check: its parts in columns, and two lines for each thing in the way."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from csboard.domain import leave_check_words as words
from csboard.domain.leave_check import LeaveCheck, PartScore
from csboard.domain.leave_findings import Kind, Line, Mend
from csboard.domain.people import works_here
from csboard.domain.records import Member
from csboard.i18n import N_, _
from csboard.tui.keys import footer_keys, key_of
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Row, Yielding

GAP = "  "
UNDER = " " * 5
KEYS: Mapping[Mend, str] = {
    Mend.HAND_OFF: "leave_check.hand_off",
    Mend.OFFER: "leave_check.hand_off",
    Mend.TAKE: "leave_check.hand_off",
    Mend.REPLY: "leave_check.reply",
    Mend.REVIEW: "leave_check.reply",
    Mend.SEND: "leave_check.reply",
    Mend.ASK: "leave_check.open",
    Mend.WAIT: "leave_check.wait",
    Mend.NOTE: "leave_check.note",
    Mend.STOP: "leave_check.timer",
    Mend.ABSENCES: "leave_check.open",
    Mend.LEARN: "leave_check.open",
    Mend.TAKE_OVER: "leave_check.open",
    Mend.LOOK: "leave_check.open",
}
"""The key that mends each line."""
_LABELS = {
    Mend.OFFER: N_("Offer"),
    Mend.TAKE: N_("Take it"),
    Mend.REVIEW: N_("Review"),
    Mend.SEND: N_("Send"),
}
"""Where a key does several things, what it does there."""


_THERE = {
    Mend.TAKE_OVER: (N_("Open; {key} there takes it over"), "inquiry.take_over"),
    Mend.LEARN: (N_("Open; {key} in an inquiry of it writes a case"), "inquiry.success"),
}
"""What is done where a key leads, and by which key."""


def label_of(mend: Mend, label: str) -> str:
    """What the key that mends a line does with it; `label` is what it does as a rule."""
    return _(_LABELS[mend]) if mend in _LABELS else label


def parts(check: LeaveCheck, width: int) -> str:
    """Each part with the points it takes, in two columns where there is room, else in one."""
    told = [_part(one) for one in check.parts]
    wide = max(map(cell_len, told))
    if 2 * wide + len(GAP) > width:
        return "\n".join(cut(one, width) for one in told)
    half = (len(told) + 1) // 2
    pairs = zip_longest(told[:half], told[half:], fillvalue="")
    return "\n".join(f"{pad(left, wide)}{GAP}{right}".rstrip() for left, right in pairs)


def _part(one: PartScore) -> str:
    points = f"{words.taken(one):>6}"
    count = f" ({one.lines})" if one.lines else ""
    return f"{points} {words.part(one)}{count}"


def way(line: Line, check: LeaveCheck, members: Mapping[str, Member], me: str) -> tuple[str, str]:
    """The key by which `me` mends a line, and what it does; no key where only others can."""
    is_until_solved = line.is_until_solved
    line = check.to_mend(line)
    mend = check.mend_for(line, me)
    if mend is Mend.ASK or not _works(me, members):
        return "", words.to_ask(line, check, members)
    key, label = next(((key, label) for key, label, _id in footer_keys([KEYS[mend]])), ("", ""))
    if mend is Mend.STOP and check.login != me:
        return "", words.theirs_to_stop(check, members)
    if mend in _THERE:
        told, there = _THERE[mend]
        return key, _(told).format(key=key_of(there))
    if mend is Mend.OFFER and line.kind is Kind.OFFERED:
        return key, words.what_to_do(line, members)
    if mend is Mend.SEND and line.who is not None:
        return key, words.to_be_reviewed(line, members)
    does = label_of(mend, label)
    if is_until_solved:
        moves = _("once it is solved, {key} in the inquiry moves it on")
        does = _("{told}; {more}").format(
            told=does, more=moves.format(key=key_of("inquiry.move_right"))
        )
    return key, does


def _works(login: str, members: Mapping[str, Member]) -> bool:
    member = members.get(login)
    return member is not None and works_here(member)


def row_of(
    line: Line,
    check: LeaveCheck,
    members: Mapping[str, Member],
    times: Times,
    me: str,
    *,
    is_again: bool = False,
) -> Row:
    """What stands in the way, and under it the key by which `me` mends it and who could take it."""
    role = "alarm" if line.is_heavy else "muted"
    subject = words.subject(line, members)
    key, does = way(line, check, members, me)
    why = words.hindrance(line, members, times.moment, times.today, is_again=is_again)
    told = words.who_could_take(line, check, members, me)
    could = f"{GAP}{told}" if told else ""
    return (
        (
            (f"{-line.points:>3}  ", role),
            (Yielding(subject), ""),
            (f"{GAP}{why}", role),
        ),
        (
            (f"     {key} " if key else UNDER, "key"),
            (f"{does}{could}", "muted"),
        ),
    )
