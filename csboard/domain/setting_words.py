"""What a setting of the team is called in a sentence. Pure."""

from __future__ import annotations

from csboard.i18n import N_, _

_NAMES = {
    "stages": N_("stages"),
    "mail_domain": N_("mail domain"),
    "vocabulary": N_("vocabulary"),
    "objectives": N_("objectives"),
    "name": N_("the team's name"),
    "zone": N_("time zone"),
    "hours": N_("business hours"),
    "holidays": N_("public holidays"),
    "days": N_("days of the team's own"),
    "promises": N_("promises"),
    "pausing": N_("what stops the clocks"),
    "heat": N_("heat"),
    "headline": N_("headline"),
    "own_addresses": N_("mailboxes"),
    "form_senders": N_("web forms"),
    "reopen_days": N_("days of reopening"),
    "flood_mails": N_("mails that are a flood"),
    "flood_minutes": N_("minutes of a flood"),
    "fade_days": N_("days until cases fade"),
    "half_life_days": N_("half-life"),
    "alarms": N_("alarms"),
    "approval_for": N_("approval"),
    "send_window": N_("send window"),
    "wrap_at": N_("line width"),
    "quoting": N_("quoting"),
    "signature": N_("signature"),
}


def name(key: str) -> str:
    """A setting in words; a key that has none, of an older board, as it is."""
    return _(_NAMES[key]) if key in _NAMES else key
