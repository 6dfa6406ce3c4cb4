"""`csboard team`: what the team agreed on and who is in it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import own_editor, shapes
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import read_stdin
from csboard.config import place_of
from csboard.domain import access
from csboard.domain.commands import ApplySettings
from csboard.domain.records import INTAKE_LOGIN
from csboard.domain.tag import Dimension
from csboard.domain.team_words import worked_anew
from csboard.errors import ConfigError, Conflict, CsboardError, UsageError
from csboard.i18n import N_, _, together
from csboard.team_holidays import days_for
from csboard.text import fold, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csboard.cli.session import Session
    from csboard.domain.records import Member, Tags
    from csboard.domain.settings import TeamSettings
    from csboard.domain.vocabulary import Vocabulary

_HEADING = N_("""\
# The team's settings. Save to apply them, or leave without a change to keep all as it is.
# What is left out stays as it is; members appear here when they first open the board.
""")


_MARGIN = "#\n" * 6
"""Between it and the file's ends no text of anybody's is near enough to be a vim modeline."""
MOST_TOLD = 5
"""Words that are named in a sentence."""
_MOST_BYTES = 8_000_000
"""Of a file that is looked at; `team_file` says how long one may be."""


def show(session: Session) -> None:
    """Settings and members, in the form that `apply` takes."""
    if session.wants_json:
        members = session.board.members().values()
        session.print_json(
            {
                **shapes.of_settings(session.board.settings()),
                "members": [shapes.of_member(one) for one in members if one.login != INTAKE_LOGIN],
            }
        )
    else:
        session.print(_present_file(session).rstrip("\n"))


def apply(session: Session) -> None:
    """Take settings and members from a file, or from stdin for `-`."""
    name = session.options.file
    text = read_stdin() if name == "-" else _read(Path(name))
    _apply(session, text, _("standard input") if name == "-" else name)


def edit(session: Session) -> None:
    """The same in the person's editor. What was written is kept when it can't be applied."""
    seen = session.board.settings()
    wish = ApplySettings(settings=seen)
    access.admit(wish, session.actor, session.board.members())  # before anything is written
    before = _(_HEADING) + _MARGIN + _present_file(session) + _MARGIN
    words = own_editor.editor_of(session)
    file = own_editor.private_file(before, "team-", ".toml")
    try:
        own_editor.run(words, file)
        after = _decoded(own_editor.bytes_left(file, _MOST_BYTES), file)
        if after == before:
            session.print(_("Nothing was changed."))
        else:
            _apply(session, after, str(file), seen)
    except CsboardError as failure:
        left = own_editor.bytes_if_any(file, _MOST_BYTES)
        if left == before.encode():
            file.unlink()
        if left in (None, before.encode()):
            raise
        if isinstance(failure, Conflict):
            file.write_text(_only_changes(before, after), encoding="utf-8")
        failure.sentence += " " + _(
            "What you wrote is kept: mend it, then csboard team apply {file}"
        ).format(file=file)
        raise
    file.unlink()


def _present_file(session: Session) -> str:
    from csboard.tui import team_file

    return team_file.write(session.board.settings(), list(session.board.members().values()))


def _only_changes(before: str, after: str) -> str:
    """What is kept after a conflict: applied later, it must not take back what others changed."""
    from csboard.tui import team_file

    return _(_HEADING) + _MARGIN + team_file.only_changes(before, after) + _MARGIN


def _apply(session: Session, text: str, place: str, seen: TeamSettings | None = None) -> None:
    """Apply a file; where it was made from what was `seen`, only what was changed in it."""
    from csboard.tui import team_file

    file = team_file.read(text, place)
    board = session.board
    with _placed(place, text):
        settings = team_file.wanted_settings(file, board.settings())
    words = team_file.wanted_words(file)
    before = board.settings(), dict(board.members())
    members = tuple(team_file.wanted_changes(file, before[1]))
    vocabulary = board.settings().vocabulary
    if kept := [*_left_out(words, vocabulary)] if file.vocabulary is not None else []:
        told = _("Words for tags are not taken out here: csboard tag retire does that ({words}).")
        session.print(told.format(words=_(", ").join(map(shortened, kept[:MOST_TOLD]))))
    if settings == board.settings() and not members and not vocabulary.missing(words):
        session.print(_("Nothing was changed."))
        return
    with _placed(place, text):
        days = days_for(settings.holidays, board)
        command = ApplySettings(
            settings=settings, members=members, words=words, was=seen, public_days=days
        )
        event = board.execute(command, session.actor)
    session.print(together(_("The team is up to date."), worked_anew(event)))
    session.print_lines(f"  {line}" for line in _changed(session, *before))


def _changed(
    session: Session, settings: TeamSettings, members: Mapping[str, Member]
) -> Iterator[str]:
    """What differs from before, a line each."""
    from csboard.domain.setting_changes import changes, changes_of_members, new_words

    now = session.board.settings()
    yield from changes(settings, now)
    yield from new_words(settings.vocabulary.words, now.vocabulary.words)
    yield from changes_of_members(members, session.board.members())


def holidays(session: Session) -> None:
    """Which public holidays the team keeps."""
    from csboard.cli import team_holidays

    team_holidays.holidays(session)


@contextmanager
def _placed(place: str, text: str) -> Iterator[None]:
    """A ConfigError, which begins with the key that is wrong, tells its place in the file too."""
    try:
        yield
    except ConfigError as wrong:
        key = wrong.sentence.partition(":")[0]
        raise ConfigError(f"{place_of(place, text, key)}: {wrong.sentence}") from None


def _left_out(words: Tags, vocabulary: Vocabulary) -> Iterator[str]:
    """The offered words that a file which names some of their kind leaves out."""
    for dimension in Dimension:
        named = {fold(word) for word in getattr(words, dimension)}
        offered = getattr(vocabulary.words, dimension)
        yield from (word for word in offered if named and fold(word) not in named)


def _read(file: Path) -> str:
    """A file that somebody named; it may be a pipe or a device as well."""
    try:
        with file.open("rb") as opened:
            return _decoded(opened.read(_MOST_BYTES), file)
    except OSError as error:
        raise UsageError(
            _("{file} can't be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None


def _decoded(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(_("{file} isn't UTF-8 text.").format(file=file)) from None


COMMANDS = {
    "team": CommandGroup(
        {
            "show": ShellCommand(show, (JSON,), N_("print settings and members")),
            "edit": ShellCommand(edit, (), N_("change them in your editor ($EDITOR)")),
            "apply": ShellCommand(
                apply,
                (argument("file", metavar="FILE", help=N_("a TOML file; - reads stdin")),),
                N_("take them from a file"),
            ),
            "holidays": ShellCommand(
                holidays,
                (
                    argument(
                        "--apply",
                        action="store_true",
                        help=N_("write down what the library knows today"),
                    ),
                    JSON,
                ),
                N_("which public holidays are written down, and what is known otherwise"),
            ),
        }
    )
}
