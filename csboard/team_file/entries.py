"""What the team's file may say: its keys, and what each of them holds."""

from __future__ import annotations

from datetime import date

import msgspec

from csboard.domain.records import Role


class StageEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[stages]]`: one column of the board."""

    key: str
    kind: str
    names: dict[str, str] = {}
    definition_of_done: str = ""
    limit: int | None = None
    needs: list[str] = []


class ResultEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[objectives.results]]`: one key result."""

    key: str
    start: float | str
    target: float | str
    name: str = ""
    unit: str = ""
    measured: str = ""


class ObjectiveEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[objectives]]`: what the team wants to reach in a period."""

    name: str
    begins: date
    ends: date
    results: list[ResultEntry] = []


class VocabularyEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[vocabulary]`: the words that are offered for tags, by dimension."""

    content: list[str] = []
    symptom: list[str] = []
    emotion: list[str] = []


class MemberEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[[members]]`: what to change about one member."""

    login: str
    name: str | None = None
    role: Role | None = None
    language: str | None = None
    active: bool | None = None
    learning: bool | None = None


OF_MEMBERS = ("name", "role", "language", "active", "learning")
"""What can change of a member."""


class AlarmsEntry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`[alarms]`: what is left out of it stays as it is."""

    on: list[str] | None = None
    unowned: str | None = None
    soon: str | None = None
    stuck: str | None = None
    in_hand: int | None = None
    tell: list[str] | None = None
    mail: list[str] | None = None
    mail_to: list[str] | None = None


class TeamFile(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file; None where it says nothing."""

    name: str | None = None
    zone: str | None = None
    own_addresses: list[str] | None = None
    form_senders: list[str] | None = None
    mail_domain: str | None = None
    reopen_days: int | None = None
    flood_mails: int | None = None
    flood_minutes: int | None = None
    fade_days: int | None = None
    half_life_days: int | None = None
    approval_for: list[str] | None = None
    send_window: int | None = None
    wrap_at: int | None = None
    quoting: str | None = None
    signature: str | None = None
    vocabulary: VocabularyEntry | None = None
    holidays: str | None = None
    hours: dict[str, list[str]] | None = None
    days: dict[str, list[str]] | None = None
    promises: dict[str, list[str]] | None = None
    pausing: dict[str, list[str]] | None = None
    heat: dict[str, int] | None = None
    headline: str | None = None
    objectives: list[ObjectiveEntry] | None = None
    alarms: AlarmsEntry | None = None
    stages: list[StageEntry] | None = None
    members: list[MemberEntry] = []


ENTRIES: dict[str, type[msgspec.Struct]] = {
    "stages": StageEntry,
    "members": MemberEntry,
    "vocabulary": VocabularyEntry,
    "objectives": ObjectiveEntry,
    "objectives.results": ResultEntry,
    "alarms": AlarmsEntry,
}
