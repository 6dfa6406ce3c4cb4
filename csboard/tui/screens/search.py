"""Searching every inquiry there ever was: the answers as one types, best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from csboard.domain import found_words, words
from csboard.domain.excerpts import marks as marks_in
from csboard.domain.found import NOTHING_FOUND, Excerpt, Found, Hit
from csboard.domain.knowledge import Success
from csboard.domain.query import LONGEST, NOTHING, PASTED, Query, parse, too_long
from csboard.domain.query_completion import Choice, choices
from csboard.domain.vocabulary import NO_VOCABULARY
from csboard.domain.wanted import Wanted, loosened, wanted
from csboard.errors import CsboardError
from csboard.i18n import _, ngettext
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain
from csboard.tui.fields import ImeInput
from csboard.tui.layout import cell_len
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.found_list import FoundList, from_the_first, marked
from csboard.tui.widgets.listing import Row

LIMIT = 50
AHEAD = 16
"""So many rows around the cursor have their sentences read; more where more are in view."""


class SearchScreen(TellingScreen):
    """One line to type in, one that says what may come next or what was found, and the answers."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "search.tcss"]  # type: ignore[assignment]
    PLACES = ("search",)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("search")

    def __init__(self) -> None:
        super().__init__()
        self._asked: Query | None = None
        """What the answers are to."""
        self._found: Found = NOTHING_FOUND
        self._cases: tuple[Success, ...] = ()
        """Successful cases that say it: they stand above the inquiries."""
        self._excerpts: dict[int, Excerpt] = {}
        self._problem = ""
        self._values: Mapping[str, tuple[str, ...]] = {}
        self._is_asking = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="search-line"):
            yield Plain(_("Search"), classes="label")
            yield ImeInput(
                app_of(self).searched,
                placeholder=_("words of any inquiry, tag: from: owner: is: …"),
                max_length=PASTED,
            )
        yield Plain("", id="told")
        yield FoundList()
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Footer).show(keys.footer_of("search"))
        field = self.query_one(ImeInput)
        field.cursor_position = len(field.value)
        self.run_worker(self._read_values(), group="values")
        self._ask_soon()

    def on_unmount(self) -> None:
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(ImeInput).focus()
        self.call_after_refresh(app_of(self).let_keys_go)

    async def _read_values(self) -> None:
        try:
            self._values = await station_of(self).read(lambda board: board.search_values())
        except CsboardError:
            return  # whoever types is told by the search itself
        self._tell()

    # asking as one types

    @on(ImeInput.Changed)
    def _line_changed(self, event: ImeInput.Changed) -> None:
        app_of(self).searched = event.value
        self._tell()
        self._ask_soon()

    def _ask_soon(self) -> None:
        """One question at a time; when it is answered, the newest that was typed meanwhile."""
        if not self._is_asking:
            self._is_asking = True
            self.run_worker(self._ask(), group="ask")

    async def _ask(self) -> None:
        try:
            while (query := self._typed_query()) != self._asked:
                await self._ask_for(query)
        finally:
            self._is_asking = False

    def _typed_query(self) -> Query:
        typed = self.query_one(ImeInput).value
        return parse(typed) if len(typed) <= LONGEST else NOTHING

    def _wrong(self) -> str:
        """What is to be said of what was typed, if anything."""
        typed = self.query_one(ImeInput).value
        return too_long(typed).sentence if len(typed) > LONGEST else self._problem

    async def _ask_for(self, query: Query) -> None:
        me = station_of(self).actor.login
        found, excerpts, problem = NOTHING_FOUND, {}, ""
        cases: tuple[Success, ...] = ()
        try:
            found = await station_of(self).read(lambda board: board.search(query, LIMIT, me))
            first = [hit.number for hit in found.hits[: self._ahead]]
            excerpts = dict(await station_of(self).read(lambda board: board.excerpts(query, first)))
            cases = await station_of(self).read(lambda board: board.found_cases(query))
        except CsboardError as failure:
            problem = failure.sentence
        self._asked, self._found, self._excerpts = query, found, excerpts
        self._cases = cases
        self._problem = problem
        self._show(from_the_top=True)

    @property
    def _ahead(self) -> int:
        return max(AHEAD, self.size.height // 2)  # a row has two lines

    def on_resize(self) -> None:
        if self._found.hits:  # rows that come into view have no sentence yet
            self._moved()

    @on(FoundList.Moved)
    def _moved(self) -> None:
        read: Any = self._read_more  # a coroutine that is never begun would complain
        self.run_worker(read, group="excerpts", exclusive=True)

    async def _read_more(self) -> None:
        """The sentences of the rows around the cursor that have none yet."""
        query, cursor = self._asked, self.query_one(FoundList).cursor - len(self._cases)
        around = self._found.hits[max(0, cursor - self._ahead) : max(0, cursor + self._ahead)]
        missing = [hit.number for hit in around if hit.number not in self._excerpts]
        if query is None or not missing:
            return
        try:
            read = await station_of(self).read(lambda board: board.excerpts(query, missing))
        except CsboardError:
            return
        if query is self._asked:
            self._excerpts |= read
            self._show()

    # showing

    def _show(self, *, from_the_top: bool = False) -> None:
        listing = self.query_one(FoundList)
        rows = list(self._rows())
        names = [*(f"case {case.id}" for case in self._cases), *self._numbers]
        listing.show(rows, self._nothing(), names)
        if from_the_top:
            listing.action_first()
        self._tell()

    @property
    def _numbers(self) -> tuple[int, ...]:
        return tuple(hit.number for hit in self._found.hits)

    def _rows(self) -> Iterator[Row]:
        query = self._asked or Query()
        looked_for = _without_tags(query)
        for case in self._cases:
            yield self._case_row(case, looked_for)
        times = Times(app_of(self).state.zone, station_of(self).clock.now())
        for hit in self._found.hits:
            yield self._row(hit, looked_for, times)

    def _case_row(self, case: Success, looked_for: Wanted) -> Row:
        """What it is about, and the words that helped."""
        title = marked(case.title, marks_in(looked_for, case.title), "row")
        tags = words.tags(case.tags)
        first = [(_("Case") + "  ", "muted"), *title, (f"  {tags}", "muted")]
        said = " ".join(case.passage.split())
        text, marks = from_the_first(said, marks_in(looked_for, said), self.size.width - 6)
        return (first, [("    ", "muted"), *marked(text, marks, "muted")])

    def _row(self, hit: Hit, looked_for: Wanted, times: Times) -> Row:
        subject = marked(hit.subject, marks_in(looked_for, hit.subject), "row")
        standing = self._standing(hit)
        about = "  ".join(
            filter(None, (standing, words.customer(hit.customer_name, hit.customer_email)))
        )
        first = [
            (f"#{hit.number}  ", "muted"),
            *subject,
            (f"  {times.moment(hit.opened_at)}  {about}", "muted"),
        ]
        return (first, list(self._sentence(hit)))

    def _standing(self, hit: Hit) -> str:
        state = app_of(self).state
        if hit.is_junk:
            return _("junk")
        if hit.closed_at is not None:
            return words.outcome(hit.outcome) if hit.outcome else _("done")
        owner = state.members.get(hit.owner or "")
        return (owner.name or owner.login) if owner else _("unassigned")

    def _sentence(self, hit: Hit) -> Iterator[tuple[str, str]]:
        excerpt = self._excerpts.get(hit.number)
        if excerpt is None:
            return
        where = found_words.section(excerpt.section) if excerpt.marks else ""
        before = f"    {where}: " if where else "    "
        room = self.size.width - cell_len(before) - 2
        text, marks = from_the_first(excerpt.text, excerpt.marks, room)
        yield before, "muted"
        yield from marked(text, marks, "muted")

    def _nothing(self) -> str:
        if self._wrong():
            return ""
        if self._asked is None or self._asked.is_empty:
            return _("Type words: subject, customer, tags, messages, notes, files' names.")
        return _("Nothing was found.")

    def _tell(self) -> None:
        """What may come next, else what is wrong, else what was found."""
        offered = self._choices()
        line = self.query_one("#told", Plain)
        wrong = self._wrong()
        line.set_class(bool(wrong) and not offered, "problem")
        line.show(_offered(offered) if offered else wrong or self._count())

    def _choices(self) -> tuple[Choice, ...]:
        return choices(self.query_one(ImeInput).value, self._values)

    def _count(self) -> str:
        if self._asked is None or self._asked.is_empty:
            return _("tab completes what you begin: t, is:, owner:")
        count, cases = len(self._found.hits), len(self._cases)
        parts: list[str] = []
        if cases:
            told = ngettext("{n} successful case", "{n} successful cases", cases)
            parts.append(told.format(n=cases))
        if self._found.more:
            parts.append(_("the best {count}, and there are more").format(count=count))
        elif count:
            parts.append(ngettext("{n} inquiry", "{n} inquiries", count).format(n=count))
        told = _(", ").join(parts)
        closeness = found_words.closeness(self._found) if count else ""
        return _("{count}. {how}").format(count=told, how=closeness) if closeness else told

    # what keys do

    @on(ImeInput.Submitted)
    @on(FoundList.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        cursor, numbers = self.query_one(FoundList).cursor, self._numbers
        if cursor < len(self._cases):
            from csboard.tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(self._cases[cursor].id))
        elif numbers:
            app_of(self).hold_keys()
            self.app.push_screen(InquiryScreen(numbers[cursor - len(self._cases)], numbers))

    def action_complete(self) -> None:
        """Take the first of what is offered; the line goes on behind it."""
        if offered := self._choices():
            field = self.query_one(ImeInput)
            field.value = offered[0].text
            field.cursor_position = len(field.value)

    def action_up(self) -> None:
        self.query_one(FoundList).action_up()

    def action_down(self) -> None:
        self.query_one(FoundList).action_down()

    def action_page_up(self) -> None:
        self.query_one(FoundList).action_page_up()

    def action_page_down(self) -> None:
        self.query_one(FoundList).action_page_down()

    def action_back(self) -> None:
        field = self.query_one(ImeInput)
        if field.value:
            field.value = ""
        else:
            self.dismiss()


def _without_tags(query: Query) -> Wanted:
    """What a subject is marked by: the words, and their parts."""
    both = (wanted(query, NO_VOCABULARY), wanted(loosened(query), NO_VOCABULARY))
    return Wanted(tuple(dict.fromkeys(want for one in both for want in one.wants)))


def _offered(offered: tuple[Choice, ...]) -> str:
    told = [f"{one.name} {one.meaning}".strip() for one in offered]
    return _("tab: {first}").format(first="   ".join(told))
