"""What the rules about templates are shown: frozen, loaded in the transaction."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.knowledge import Template
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member
from csboard.domain.vocabulary import Vocabulary
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple


class TemplateState(NamedTuple):
    """A template that is written anew or retired, and what stands in its way."""

    actor: Member
    members: Mapping[str, Member]
    vocabulary: Vocabulary
    template: Template | None = None
    """The one that the command names."""
    successor: Template | None = None
    """Its next wording, when somebody has written one."""
    namesake: Template | None = None
    """Another in use that is called as this one is to be."""
    source_is_there: bool = True
    """Whether the case or reply that it is made from is there."""
    addresses: tuple[str, ...] = ()
    """Of the customer for whom the source was written."""

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)


class TemplateUndoState(NamedTuple):
    """The templates that an act was about, as they are now."""

    template: Template
    replaced: Template | None = None
    """The wording before, when the act wrote another one."""
    namesake: Template | None = None
    """In use, and called as the one that would come back."""


def refuse_erased(template: Template) -> None:
    """Refuse for one that went with the customer to whom its words were written."""
    if not template.text:
        raise Refused(
            "erased",
            _("The template was erased with the customer's data: nothing of it comes back."),
        )


def no_such_template() -> Refused:
    return Refused("no_such_template", _("There is no such template: see csboard template list."))
