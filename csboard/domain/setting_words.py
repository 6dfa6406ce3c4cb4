"""What a setting of the team is called in a sentence. Pure."""

from __future__ import annotations

from csboard.i18n import N_, _

_NAMES = {
    "stages": N_("stages"),
    "mail_domain": N_("mail domain"),
    "vocabulary": N_("vocabulary"),
    "objectives": N_("objectives"),
    "name": N_("Name"),
    "zone": N_("time zone"),
    "hours": N_("business hours"),
    "holidays": N_("public holidays"),
    "days": N_("days of the team's own"),
    "promises": N_("promises"),
    "pausing": N_("what stops the clocks"),
    "heat": N_("Heat"),
    "headline": N_("Headline"),
    "own_addresses": N_("Mailboxes"),
    "form_senders": N_("Web forms"),
    "reopen_days": N_("Reopening"),
    "flood_mails": N_("Flood"),
    "flood_minutes": N_("Flood time"),
    "fade_days": N_("Fading"),
    "half_life_days": N_("Half-life"),
    "alarms": N_("Alarms"),
    "approval_for": N_("Approval"),
    "send_window": N_("Send window"),
    "wrap_at": N_("Line width"),
    "quoting": N_("Quoting"),
    "signature": N_("Signature"),
}


def name(key: str) -> str:
    """A setting in words; a key that has none, of an older board, as it is."""
    return _(_NAMES[key]) if key in _NAMES else key
