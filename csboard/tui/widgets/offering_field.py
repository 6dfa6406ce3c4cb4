"""A field that offers words for what is being written in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from csboard.i18n import _
from csboard.tui.fields import ImeInput


class OfferingField(ImeInput):
    """Right takes what is suggested; down and up put in the words one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offer(1)", show=False),
        Binding("up", "offer(-1)", show=False),
    ]

    def __init__(self, value: str = "", *, max_length: int = 500, id: str | None = None) -> None:
        super().__init__(value, max_length=max_length, id=id)
        self.suggester = _Words(self.going_on)
        self._offer: tuple[str, list[str], int] | None = None

    @abstractmethod
    def offered(self, value: str) -> list[str]:
        """The words that fit where `value` stands."""

    def parts(self, value: str) -> tuple[str, str]:
        """What is finished, and what is being written."""
        return "", value

    @property
    def offers(self) -> list[str]:
        """The words that fit here."""
        return self.offered(self.value)

    def going_on(self, value: str) -> str | None:
        """The value with its last word written in full, if what stands there begins one."""
        _before, last = self.parts(value)
        if not last:
            return None
        words = (word for word in self.offered(value) if word.startswith(last) and word != last)
        return next((value + word[len(last) :] for word in words), None)

    def action_offer(self, by: int) -> None:
        """Put the next of the words that fit in the place of what is being written."""
        if self._offer is None or self._offer[0] != self.value:
            self._offer = (self.value, self.offers, -1 if by > 0 else 0)
        value, words, index = self._offer
        if words:
            index = (index + by) % len(words)
            self.value = self.parts(value)[0] + words[index]
            self.cursor_position = len(self.value)
            self._offer = (self.value, words, index)


def offer_of(field: object) -> str:
    """A line that names the words that fit into a field; empty for one of another kind."""
    fitting = field.offers if isinstance(field, OfferingField) else []
    return _("Down: {words}").format(words=_(", ").join(fitting)) if fitting else ""


class _Words(Suggester):
    """Suggests how what is being written goes on."""

    def __init__(self, going_on: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._going_on = going_on

    async def get_suggestion(self, value: str) -> str | None:
        return self._going_on(value)
