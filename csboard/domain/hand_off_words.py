"""Hand-offs in words: the headings of a sheet, how a task stands, how a hand-off does."""

from __future__ import annotations

from csboard.domain.hand_off_records import FIELDS, Severity, Sheet
from csboard.i18n import N_, _, in_every_language
from csboard.text import fold

_FIELDS = {
    "state": N_("How things stand"),
    "story": N_("What has happened"),
    "steps": N_("What is next"),
    "contingency": N_("If something comes up"),
    "promises": N_("What is promised"),
}
_STATES = {
    Severity.STABLE: N_("calm"),
    Severity.WATCH: N_("to be watched"),
    Severity.URGENT: N_("pressing"),
}


def field_name(name: str) -> str:
    """The heading of one of `SHEET_FIELDS`."""
    return _(_FIELDS[name])


def state_name(state: Severity | None) -> str:
    """How a task stands; nothing where nobody has said so."""
    return _(_STATES[state]) if state else ""


def state_of(text: str) -> Severity | None:
    """What somebody wrote, as its code or as any language shows it; None when it is neither."""
    wanted = fold(text)
    return next(
        (
            state
            for state in Severity
            if wanted in map(fold, (state.value, *in_every_language(_STATES[state])))
        ),
        None,
    )


def with_none(sheet: Sheet) -> Sheet:
    """The sheet with `none` in each text that is empty."""
    texts = {name: getattr(sheet, name).strip() or _("none") for name in FIELDS}
    return Sheet(sheet.state, **texts)
