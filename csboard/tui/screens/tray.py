"""The tray: mail that opened no card, with the reason. Nothing that came in is out of sight."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from csboard.domain.reasons import reason_in_words
from csboard.domain.records import Receipt
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys, tray_acts
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.state import Change
from csboard.tui.times import Times
from csboard.tui.tray_acts import TrayAct
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

TOUCHING = {"filed", "held", "opened", "joined", "dropped", "undone", "junked", "unjunked"}
"""Events after which the tray may hold something else."""


class TrayScreen(TellingScreen):
    """Filed and held mail, the newest first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "tray.tcss"]  # type: ignore[assignment]
    PLACES = ("tray", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("tray")

    def __init__(self) -> None:
        super().__init__()
        self._receipts: tuple[Receipt, ...] = ()

    def compose(self) -> ComposeResult:
        yield Plain(self._title(), id="title")
        yield Listing()
        yield Footer()

    def on_mount(self) -> None:
        app_of(self).changes.subscribe(self, self._changed)
        app_of(self).hold_keys()
        self.show_keys()
        self._read_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def _changed(self, change: Change) -> None:
        if change.whole or any(event.kind in TOUCHING for event in change.events):
            self._read_soon()

    def _read_soon(self) -> None:
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            receipts = await station_of(self).read(lambda board: board.tray())
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
            return
        self._receipts = receipts
        self.query_one("#title", Plain).show(self._title())
        times = Times(app_of(self).state.zone, station_of(self).clock.now())
        rows = [_row(receipt, times) for receipt in receipts]
        app_of(self).let_keys_go()
        self.query_one(Listing).show(
            rows,
            _("The tray is empty: every mail is on the board."),
            [receipt.id for receipt in receipts],
        )
        self.show_keys()

    def _title(self) -> str:
        """How many wait, as the header of the board counts them, and how many do not."""
        held = app_of(self).state.counts.tray
        filed = sum(receipt.state != "held" for receipt in self._receipts)
        return _("Tray: {held} to sort, {filed} filed").format(held=held, filed=filed)

    @property
    def receipt(self) -> Receipt | None:
        """The mail under the cursor."""
        listing = self.query_one(Listing)
        return self._receipts[listing.cursor] if self._receipts else None

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    @on(Listing.Chosen)
    def action_read(self) -> None:
        from csboard.tui.screens.original import OriginalScreen

        if self.receipt is not None:
            self.app.push_screen(OriginalScreen(self.receipt))

    def action_inquiry(self) -> None:
        open_inquiry_of(self, self.receipt)

    def action_copy(self) -> None:
        copy_of_mail(self, self.receipt)

    def action_open(self) -> None:
        app_of(self).hold_keys()
        self._act(tray_acts.open_inquiry)

    def action_join(self) -> None:
        app_of(self).hold_keys()
        self._act(tray_acts.join)

    def action_drop(self) -> None:
        self._act(tray_acts.drop)

    def action_junk(self) -> None:
        app_of(self).hold_keys()
        self._act(tray_acts.junk)

    def action_block(self) -> None:
        app_of(self).hold_keys()
        self._act(tray_acts.block)

    def action_reread(self) -> None:
        self._act(tray_acts.reread)

    def action_undo(self) -> None:
        self.run_worker(tray_acts.undo(self), group="act")

    def _act(self, act: TrayAct) -> None:
        if self.receipt is None:
            app_of(self).let_keys_go()
            say(self.app, _("There is no mail under the cursor."))
        else:
            self.run_worker(self._decide(act, self.receipt), group="act")

    async def _decide(self, act: TrayAct, receipt: Receipt) -> None:
        if told := await act(self, receipt):
            say(self.app, told)

    def can(self, name: str) -> bool:
        receipt = self.receipt
        if name in ("read", "copy") and receipt is None:
            return False
        return can_with(self, receipt, name)

    def action_back(self) -> None:
        self.dismiss()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()


def can_with(screen: Screen[None], receipt: Receipt | None, name: str) -> bool:
    """Whether the action of this name makes sense with a mail that is shown."""
    if name == "inquiry":
        return receipt is not None and receipt.number is not None
    if name == "drop" and (receipt is None or receipt.state != "held"):
        return False
    if name in ("open", "join", "drop", "junk", "block", "reread"):
        return receipt is not None and may_work(screen, app_of(screen).state)
    return name != "undo" or may_work(screen, app_of(screen).state)


def open_inquiry_of(screen: Screen[None], receipt: Receipt | None) -> None:
    """Go to the inquiry that a mail belongs to, or say that there is none."""
    from csboard.tui.screens.inquiry import InquiryScreen

    if receipt is None or receipt.number is None:
        say(screen.app, _("This mail belongs to no inquiry."))
    else:
        screen.app.push_screen(InquiryScreen(receipt.number))


def copy_of_mail(screen: Screen[None], receipt: Receipt | None) -> None:
    """Ask what to copy of a mail."""
    from csboard.tui.copying import copy_one_of, of_mail

    if receipt is None:
        say(screen.app, _("There is no mail under the cursor."))
        return
    things = of_mail(receipt)
    if not things:
        say(screen.app, _("This mail has neither subject nor sender to copy."))
        return
    app_of(screen).hold_keys()
    screen.run_worker(copy_one_of(screen, things), group="copy")


def _row(receipt: Receipt, times: Times) -> Row:
    held = receipt.state == "held"
    state = _("waits for a person") if held else _("filed")
    belongs = f"  #{receipt.number}" if receipt.number else ""
    about: list[Run] = [
        (f" {receipt.subject or _('(no subject)')}", "row"),
    ]
    facts: list[Run] = [
        (f"   {times.moment(receipt.received_at)}  ", "muted"),
        (f"{state}: {reason_in_words(receipt.reason)}", "alarm" if held else "muted"),
        (f"{belongs}  {receipt.sender}", "muted"),
    ]
    return [about, facts]
