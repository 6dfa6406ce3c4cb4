"""What all boxes have in common into which a person writes: keep the words, save by a key.

While a field has the cursor, keys type. `esc` leaves the fields: now letters act, and a
second `esc` asks before anything written is thrown away. Any `esc` after that goes back to
writing: however often it is pressed, nothing is lost and nobody goes round in circles.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.editor import TextEditor
from csboard.tui.fence import Plain, entitle
from csboard.tui.fields import ImeInput
from csboard.tui.there_again import hear_no_more, hear_of_return
from csboard.tui.widgets.choice import Choice
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.trouble_line import TroubleLine

if TYPE_CHECKING:
    from csboard.tui.begun import BegunText

Answer = TypeVar("Answer")

WRITING, RESTING, ASKING = "writing", "resting", "asking"

FOOTERS: dict[str, tuple[str, ...]] = {
    RESTING: ("writing.save_resting", "writing.go_on", "writing.close"),
    ASKING: ("writing.throw_away", "writing.keep"),
}


class Incomplete(Exception):
    """What was written can't be saved yet."""

    def __init__(self, sentence: str, field: Widget) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def row(label: str, field: Widget, classes: str = "row") -> ComposeResult:
    """A field with what it is called before it."""
    with Horizontal(classes=classes):
        yield Plain(label, classes="label")
        yield field


class WritingScreen(ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen. Its answer is what was written, or None."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("writing")
    WRITING_KEYS: ClassVar[tuple[str, ...]] = ("writing.save", "writing.leave")
    """Actions whose keys are shown while a field has the cursor."""
    does = ""
    """What the saving keys do where nothing written is only saved, in a word."""
    begun: BegunText | None = None
    """What keeps the words while they are typed, where that is done."""

    mode: reactive[str] = reactive(WRITING, init=False)

    def __init__(self, title: str, problem: str = "") -> None:
        super().__init__()
        self._title = title
        self._problem = problem
        self._last_field: Widget | None = None
        self._complained_of: tuple[object, ...] = ()
        self._complaint = ""

    # what each box says for itself

    @abstractmethod
    def fields(self) -> ComposeResult:
        """The fields, from top to bottom."""

    @abstractmethod
    def answer(self) -> Answer:
        """What was written, complete; else Incomplete."""

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether nothing would be lost."""

    # the same for all

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, self._title)
            yield TroubleLine()
            yield from self.fields()
            yield Plain(self._problem, id="problem")
            yield Footer()

    def on_mount(self) -> None:
        self._show_keys()
        if self.begun is not None:
            self._problem = self.begun.opened(self) or self._problem
        self.complain(self._problem)
        hear_of_return(self, lambda: self._complaint, self.complain)

    def on_unmount(self) -> None:
        hear_no_more(self)

    def written(self) -> dict[str, str]:
        """What stands in each field, by its id."""
        lines = {field.id or "": field.value for field in self.query(ImeInput)}
        texts = {field.id or "": field.text for field in self.query(TextEditor)}
        return {**lines, **texts, **{c.id or "": str(c.chosen) for c in self.query(Choice)}}

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Have in the fields what was typed into them another time."""
        for line in self.query(ImeInput):
            line.value = clean(typed.get(line.id or "", line.value))
        for field in self.query(TextEditor):
            if (text := typed.get(field.id or "")) is not None:
                field.take(text)
        for choice in self.query(Choice):
            if (chosen := typed.get(choice.id or "", "")).isdecimal():
                choice.choose(int(chosen))

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    def tell(self, sentence: str, severity: str = "information") -> bool:
        """Say something in the box: a toast would lie over its fields and keys.

        False while it is only being opened.
        """
        if not self.query("#problem"):
            return False
        self.complain(sentence)
        return True

    def complain(self, sentence: str) -> None:
        """Show what is wrong, in the box; the empty sentence takes it away."""
        problem = self.query_one("#problem", Plain)
        problem.show(sentence)
        self._complaint = sentence
        problem.display = bool(sentence)
        self._complained_of = self._contents()

    def _contents(self) -> tuple[object, ...]:
        """What stands in the fields, as it is."""
        lines = tuple(field.value for field in self.query(ImeInput))
        texts = tuple(field.text for field in self.query(TextEditor))
        return (*lines, *texts, *(field.chosen for field in self.query(Choice)))

    @on(ImeInput.Changed)
    @on(TextEditor.Changed)
    @on(Choice.Changed)
    def _was_written(self) -> None:
        """What was complained of may be mended, and now there is something to lose."""
        if self.mode == WRITING and self._contents() != self._complained_of:
            self.complain("")
        if self.begun is not None:
            self.begun.typed(self.written())
        self._show_keys()

    @on(ImeInput.Shortened)
    def _was_shortened(self, event: ImeInput.Shortened) -> None:
        event.stop()
        self.complain(event.sentence)

    def watch_mode(self) -> None:
        self.complain(_("Throw away what you wrote?") if self.mode == ASKING else "")
        self._show_keys()

    def _show_keys(self) -> None:
        shown = keys.footer_keys(FOOTERS.get(self.mode) or self._writing_keys)
        self.query_one(Footer).show([self._as_it_acts(*each) for each in shown])

    def _as_it_acts(self, key: str, label: str, action: str) -> tuple[str, str, str]:
        """Leaving a field closes the box where nothing is written; two keys are named as one."""
        if action == "after":
            return (f"{keys.key_of('choice.before')} {key}", _("Choose"), action)
        if action == "keep":
            [keep] = keys.present_keys(["writing.keep"])
            key = " ".join(keys.keys_text(keep.keys).split()[:2])
        if action in ("save", "save_resting"):
            label = self.does or label
        if action == "leave" and self.is_empty:
            [(_key, label, _action)] = keys.footer_keys(["writing.close"])
        return (key, label, action)

    @property
    def _writing_keys(self) -> tuple[str, ...]:
        """What can be pressed in the field that has the cursor."""
        save, *rest = self.WRITING_KEYS
        if isinstance(self.focused, Choice):
            return (save, "choice.after", *rest)
        if not isinstance(self.focused, TextEditor):
            return self.WRITING_KEYS
        onward = ["writing.next_large" if name == "writing.next_field" else name for name in rest]
        return (save, "writing.editor", *onward)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in _ONLY_IN or self.mode in _ONLY_IN[action]

    def on_descendant_focus(self) -> None:
        self._last_field = self.focused
        self.mode = WRITING
        self._show_keys()

    def action_save(self) -> None:
        try:
            written = self.answer()
        except Incomplete as lacking:
            self.mode = WRITING
            lacking.field.focus()
            self.complain(lacking.sentence)
        else:
            self.dismiss(written)

    def action_save_resting(self) -> None:
        self.action_save()

    def action_next_field(self) -> None:
        self.focus_next()

    def action_next_large(self) -> None:
        self.focus_next()

    def action_after(self) -> None:
        """The label was clicked."""
        if isinstance(self.focused, Choice):
            self.focused.action_after()

    def action_editor(self) -> None:
        """Go on in the person's editor, in the field that has the cursor."""
        if isinstance(self.focused, TextEditor):
            self.run_worker(self._write_elsewhere(self.focused), group="editor")
        else:
            self.complain(_("The editor is for fields of several lines."))

    async def _write_elsewhere(self, field: TextEditor) -> None:
        from csboard.tui.elsewhere import edited

        try:
            text = await edited(cast(BaseApp, self.app), field.text)
        except CsboardError as failure:
            self.complain(failure.sentence)
        else:
            field.take(text)
            self.complain("")

    def action_go_on(self) -> None:
        (self._last_field or self.focus_chain[0]).focus()

    def action_leave(self) -> None:
        if self.is_empty:
            self.dismiss(None)
        else:
            self.set_focus(None)
            self.mode = RESTING

    def action_close(self) -> None:
        if self.is_empty:
            self.dismiss(None)
        else:
            self.mode = ASKING

    def action_keep(self) -> None:
        self.action_go_on()

    def action_throw_away(self) -> None:
        self.dismiss(None)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


_ONLY_IN: dict[str, tuple[str, ...]] = {
    "next_field": (WRITING,),
    "next_large": (WRITING,),
    "leave": (WRITING,),
    "editor": (WRITING,),
    "save": (WRITING, RESTING),
    "end": (WRITING, RESTING),
    "close": (RESTING,),
    "save_resting": (RESTING,),
    "go_on": (RESTING, ASKING),
    "keep": (ASKING,),
    "throw_away": (ASKING,),
}
