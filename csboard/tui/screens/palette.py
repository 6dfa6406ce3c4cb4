"""The palette: everything that can be done here and now, by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.domain.records import TaskRef
from csboard.i18n import N_, _, current_language
from csboard.tui import keys
from csboard.tui.action import Action
from csboard.tui.app import app_of
from csboard.tui.fence import entitle, say
from csboard.tui.fields import ImeInput
from csboard.tui.layout import cell_len, pad
from csboard.tui.offers import Offer, matching, offer
from csboard.tui.permitted import why_not
from csboard.tui.screens.going import GoingScreen, go_action
from csboard.tui.synonyms import CLOSING, MOVING, SYNONYMS
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

ELSEWHERE = {
    "inquiry": N_("For an inquiry: {open} on its card opens it."),
    "tray": N_("For a mail of the tray: {tray} goes there."),
    "board": N_("For the board: go back to it."),
}
"""Places whose acts are found from other screens too, and the way there."""

SAYS_WHY = ("move_left", "move_right", "wait")
"""Acts on a card that say why, where the rules don't let them be done."""

KEY_CELLS, MOST_FOR_NAMES = 9, 24


class OfferList(Listing, can_focus=False):
    """The offers; the cursor is moved from the line in which one types."""

    CLICKS = 1


class PaletteScreen(ModalScreen[Offer | None]):
    """Answers what was chosen, or None."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("palette")

    def __init__(self, behind: GoingScreen) -> None:
        super().__init__()
        self._behind = behind
        self._offers = list(offers_of(behind))
        self._elsewhere = list(offers_elsewhere(behind))
        self._found: list[Offer] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, _("Do by name"), why_not(self._behind, app_of(self).state))
            yield ImeInput(placeholder=_("words in either language, or #1042"))
            yield OfferList(row_height=1)
            yield Footer()

    def on_mount(self) -> None:
        self.query_one(Footer).show(keys.footer_of("palette"))
        self._show("")

    def on_screen_resume(self) -> None:
        self.query_one(ImeInput).focus()
        self.call_after_refresh(app_of(self).let_keys_go)

    @on(ImeInput.Changed)
    def _typed(self, event: ImeInput.Changed) -> None:
        self._show(event.value)

    def _show(self, query: str) -> None:
        elsewhere = matching(self._elsewhere, query) if query.strip() else []
        self._found = [*self._jumps(query), *matching(self._offers, query), *elsewhere]
        listing = self.query_one(OfferList)
        cells = [cell_len(found.name) for found in self._found if found.tooltip]
        width = min(max(cells, default=0), MOST_FOR_NAMES)
        rows = [_row(found, width) for found in self._found]
        listing.show(rows, _("No action has that name."))
        listing.action_first()

    def _jumps(self, query: str) -> Iterator[Offer]:
        with suppress(ValueError):
            ref = TaskRef.parse(query)
            card = app_of(self).state.card(ref)
            name, told = _("Go to #{ref}").format(ref=ref), card.title if card else ""
            yield Offer(name, partial(self._behind.jump, ref), told)

    @on(ImeInput.Submitted)
    @on(OfferList.Chosen)
    def action_choose(self) -> None:
        if self._found:
            self.dismiss(self._found[self.query_one(OfferList).cursor])

    def action_up(self) -> None:
        self.query_one(OfferList).action_up()

    def action_down(self) -> None:
        self.query_one(OfferList).action_down()

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)


async def open_palette(behind: GoingScreen) -> None:
    """Ask what to do and do it on the screen behind."""
    chosen = await behind.app.push_screen_wait(PaletteScreen(behind))
    if chosen is not None:
        doing = chosen.do()
        if isawaitable(doing):
            await doing


def offers_of(screen: GoingScreen) -> Iterator[Offer]:
    """The acts of a screen that make sense now, where it leads to, the themes."""
    for place in screen.PLACES:
        for action in keys.actions_of(place):
            if screen.can(action.name):
                yield _by_key(action, partial(_act, screen, action.name), keys.key_of(action.id))
    yield from _stages(screen)
    prefix = keys.key_of("everywhere.go")
    for way in keys.actions_of("go"):
        key = f"{prefix} {keys.key_of(way.id)}"
        yield _by_key(way, partial(_act, screen, go_action(way)), key)
    yield from _themes(screen)


def offers_elsewhere(screen: GoingScreen) -> Iterator[Offer]:
    """What can't be done here and now; choosing it says why, or where."""
    here = {action.name for place in screen.PLACES for action in keys.actions_of(place)}
    yield from _refused_here(screen)
    for place, where in ELSEWHERE.items():
        told = _(where).format(
            open=keys.key_of("board.open"),
            tray=f"{keys.key_of('everywhere.go')} {keys.key_of('go.tray')}",
        )
        for action in keys.actions_of(place):
            if place not in screen.PLACES and action.name in SYNONYMS and action.name not in here:
                here.add(action.name)
                yield _by_key(action, partial(_tell, screen, told), "")._replace(tooltip=told)


def _refused_here(screen: GoingScreen) -> Iterator[Offer]:
    """The acts on a card that make no sense now: whoever looks for one learns key and reason."""
    for place in screen.PLACES:
        for action in keys.actions_of(place):
            if action.name in SAYS_WHY and not screen.can(action.name):
                do = partial(_act, screen, action.name)
                told = _("Not now: choose it to hear why")
                yield _by_key(action, do, keys.key_of(action.id))._replace(tooltip=told)


async def _tell(screen: GoingScreen, sentence: str) -> None:
    say(screen.app, sentence)


def _by_key(action: Action, do: Callable[[], Awaitable[object]], key: str) -> Offer:
    return offer(action.label, do, action.tooltip, key, SYNONYMS.get(action.name, ()))


def _act(screen: GoingScreen, name: str) -> Awaitable[object]:
    """Run an action where it belongs: on the screen, or on what has the cursor in it."""
    has_it = hasattr(screen, f"action_{name}") or screen.focused is None
    return (screen if has_it else screen.focused or screen).run_action(name)


def _stages(screen: GoingScreen) -> Iterator[Offer]:
    for stage in screen.stages_ahead():
        do = partial(_put, screen, stage.key)
        other_words = (*CLOSING, *MOVING) if stage.kind == "done" else MOVING
        name = stage.name(current_language())
        yield offer(N_("Move to {stage}"), do, synonyms=other_words, stage=name)


async def _put(screen: GoingScreen, stage_key: str) -> None:
    screen.put_into(stage_key)


def _themes(screen: GoingScreen) -> Iterator[Offer]:
    from csboard.tui.themes import theme_names, wear

    for name in theme_names(screen.app):
        do = partial(wear, screen.app, name)
        told = N_("The one of now") if name == screen.app.theme else ""
        yield offer(N_("Theme: {name}"), do, told, name=name)


def _row(found: Offer, name_cells: int) -> Row:
    key = pad(found.key, KEY_CELLS)
    name = pad(found.name, name_cells) if found.tooltip else found.name
    return [[(f"{key} ", "muted"), (name, "row"), (f"  {found.tooltip}", "muted")]]
