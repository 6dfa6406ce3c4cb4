"""What the team decides together; it lives in the database, one truth for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from csboard.domain.records import Stage

STAGE_KINDS = ("todo", "doing", "done")


def default_stages() -> tuple[Stage, ...]:
    """ToDo, Doing, Done: team A's three columns of the field study."""
    return (
        Stage("todo", "todo", {"ja": "ToDo", "en": "ToDo"}),
        Stage("doing", "doing", {"ja": "Doing", "en": "Doing"}),
        Stage("done", "done", {"ja": "Done", "en": "Done"}),
    )


@dataclass(frozen=True)
class TeamSettings:
    """The team's settings, with defaults a new board starts from."""

    name: str = "Support"
    zone: str = "Asia/Tokyo"
    """IANA name of the zone in which times are shown and days begin."""
    stages: tuple[Stage, ...] = field(default_factory=default_stages)
    own_addresses: tuple[str, ...] = ()
    """The team's mailboxes: mail from one of them is held, never opened as a customer's."""
    form_senders: tuple[str, ...] = ()
    """Addresses of web forms, whose mails look automatic but carry customers' words."""
    mail_domain: str = "csboard.invalid"
    """Right-hand side of the Message-IDs that csboard makes."""
    reopen_days: int = 14
    """A closed inquiry that gets mail reopens within this many days; later a new one opens."""

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]
