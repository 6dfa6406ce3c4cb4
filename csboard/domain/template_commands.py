"""What can be asked about templates: write one, or another wording of one, and retire one."""

from __future__ import annotations

from csboard.domain.commands import Command
from csboard.domain.records import NO_TAGS, Tags


class WriteTemplate(Command):
    """Prepare a text for replies; with `replaces`, another wording of one that is in use."""

    name: str
    text: str
    language: str = ""
    """Of the text: "ja", "en", or empty for any customer."""
    subject: str = ""
    """For a reply that has none yet."""
    tags: Tags = NO_TAGS
    """Of which inquiries it is meant for."""
    success_id: int | None = None
    """The case it was made from."""
    message_id: int | None = None
    """The reply it was made from."""
    replaces: int | None = None


class RetireTemplate(Command):
    """Offer a template no more. What was sent with it stays, and so do its counts."""

    template_id: int


class BringBackTemplate(Command):
    """Offer a retired template again, in its last wording."""

    template_id: int
