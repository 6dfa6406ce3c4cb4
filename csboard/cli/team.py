"""`csboard team`: what the team agreed on and who is in it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import own_editor, shapes
from csboard.cli.spec import JSON, CommandGroup, ShellCommand, argument
from csboard.cli.streams import read_stdin
from csboard.domain import access
from csboard.domain.commands import ApplySettings
from csboard.domain.records import INTAKE_LOGIN
from csboard.domain.tag import Dimension
from csboard.domain.team_words import worked_anew
from csboard.errors import ConfigError, Conflict, CsboardError, UsageError
from csboard.i18n import N_, _, together
from csboard.named import NamedTuple
from csboard.team_holidays import days_for
from csboard.text import fold, shortened
from csboard.toml_files import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csboard.cli.session import Session
    from csboard.domain.commands import ChangeMember
    from csboard.domain.records import Member, Tags
    from csboard.domain.settings import TeamSettings
    from csboard.domain.vocabulary import Vocabulary

_HEADING = N_("""\
# The team's settings. Save to apply them, or leave without a change to keep all as it is.
# What you take out is taken out; members stay, and so do words and numbers that must be there.
# Members appear here when they first open the board.
""")
_CHANGES = N_("""\
# What you have changed of the team's settings; all else stays as it is when it is applied.
""")
_TAKEN_OUT = N_("""\
# You took these days out, too, which only csboard team edit can do: {days}
""")

_EDITED, _SEEN = "team-", "seen-"
"""How files begin that are kept of an edit, and what was seen when they were made."""
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
        session.print(_file_of(_seen(session)).rstrip("\n"))


class _Seen(NamedTuple):
    """What held when a file was made, or is read; what it says otherwise is a change."""

    settings: TeamSettings
    members: Mapping[str, Member]


class _Wish(NamedTuple):
    """What is to hold by a file: it stands in `text`, from `place`."""

    seen: _Seen
    text: str
    place: str
    settings: TeamSettings
    members: tuple[ChangeMember, ...]
    words: Tags
    kept_words: list[str]
    """Words for tags that it leaves out, though words aren't taken out here."""


def apply(session: Session) -> None:
    """Take settings and members from a file, or from stdin for `-`."""
    name = session.options.file
    text = read_stdin() if name == "-" else _read(Path(name))
    place = _("standard input") if name == "-" else name
    seen = _seen(session)
    if session.options.whole and name != "-":
        seen = _begun_with(Path(name), seen)
    _take(session, _wish(text, place, seen, is_whole=session.options.whole))


def edit(session: Session) -> None:
    """The same in the person's editor. What was written is kept when it can't be applied."""
    seen = _seen(session)
    access.admit(ApplySettings(settings=seen.settings), session.actor, seen.members)
    before = _(_HEADING) + _MARGIN + _file_of(seen) + _MARGIN
    words = own_editor.editor_of(session)
    file = own_editor.private_file(before, _EDITED, ".toml")
    try:
        own_editor.run(words, file)
        after = _decoded(own_editor.bytes_left(file, _MOST_BYTES), file)
        if after == before:
            session.print(_("Nothing was changed."))
        else:
            _take_edited(session, _wish(after, str(file), seen, is_whole=True), file)
    except CsboardError as failure:
        left = own_editor.bytes_if_any(file, _MOST_BYTES)
        if left == before.encode():
            file.unlink()
        if left in (None, before.encode()):
            raise
        failure.sentence += " " + _kept(failure, file, seen)
        raise
    file.unlink()


def _kept(failure: CsboardError, file: Path, seen: _Seen) -> str:
    """How what was written is applied later. All but changes alone is kept with what was seen."""
    if isinstance(failure, Conflict):
        told = _("What you wrote is kept: mend it, then csboard team apply {file}")
    else:
        _tidy(file.parent)
        beside = _beside(file)
        beside.touch(mode=0o600)
        beside.write_text(_file_of(seen), encoding="utf-8")
        told = _(
            "What you wrote is kept, and beside it what you began with, so nothing of a"
            " colleague's is taken back: mend it, then csboard team apply --whole {file}"
        )
    return told.format(file=file)


def _beside(file: Path) -> Path:
    """Where that stands which was seen when a file was made that is kept."""
    return file.with_name(f"{_SEEN}{file.name}")


def _tidy(directory: Path) -> None:
    """Remove what was seen where the person has removed the file that it stood beside."""
    for seen in directory.glob(f"{_SEEN}{_EDITED}*.toml"):
        if not seen.with_name(seen.name.removeprefix(_SEEN)).exists():
            with suppress(OSError):
                seen.unlink()


def _begun_with(file: Path, now: _Seen) -> _Seen:
    """What was seen when a file was made: only what it says otherwise is a change.

    What holds `now`, where nothing was kept beside it.
    """
    from csboard.team_file.entries import OF_MEMBERS

    beside = _beside(file)
    if not beside.is_file():
        return now
    then = _wish(_read(beside), str(beside), now, is_whole=True)
    members = dict(now.members)
    for change in then.members:
        told = {key: getattr(change, key) for key in OF_MEMBERS}
        were = {key: value for key, value in told.items() if value is not None}
        members[change.login] = members[change.login]._replace(**were)
    return _Seen(then.settings, members)


def _take_edited(session: Session, wish: _Wish, file: Path) -> None:
    """After a conflict only what was changed is kept: applied later, it takes back nothing."""
    from csboard.team_file.writing import days_taken_out, only_changes

    try:
        _take(session, wish)
    except Conflict:
        seen = wish.seen.settings
        gone = days_taken_out(seen, wish.settings)
        told = _(_TAKEN_OUT).format(days=_(", ").join(gone)) if gone else ""
        changes = only_changes(seen, wish.settings, wish.words, wish.members)
        text = _(_CHANGES) + told + _MARGIN + changes + _MARGIN
        file.write_text(text, encoding="utf-8")
        raise


def _seen(session: Session) -> _Seen:
    return _Seen(session.board.settings(), dict(session.board.members()))


def _file_of(seen: _Seen) -> str:
    from csboard.team_file.writing import write

    return write(seen.settings, seen.members.values())


def _wish(text: str, place: str, seen: _Seen, *, is_whole: bool) -> _Wish:
    """What a file asks for; the whole one shows all there is to be, else the rest stays."""
    from csboard.team_file import applying
    from csboard.team_file.reading import read

    file = read(text, place)
    base = applying.emptied(seen.settings) if is_whole else seen.settings
    with _placed(place, text):
        settings = applying.wanted_settings(file, base)
    words = applying.wanted_words(file)
    judged = is_whole or file.vocabulary is not None
    kept = [*_left_out(words, seen.settings.vocabulary, is_whole=is_whole)] if judged else []
    members = applying.wanted_changes(file, seen.members)
    return _Wish(seen, text, place, settings, members, words, kept)


def _take(session: Session, wish: _Wish) -> None:
    """Let a wish hold, and say what has changed by it."""
    seen, board = wish.seen.settings, session.board
    if kept := wish.kept_words:
        told = _("Words for tags are not taken out here: csboard tag retire does that ({words}).")
        session.print(told.format(words=_(", ").join(map(shortened, kept[:MOST_TOLD]))))
    if wish.settings == seen and not wish.members and not seen.vocabulary.missing(wish.words):
        session.print(_("Nothing was changed."))
        return
    before = _seen(session)
    with _placed(wish.place, wish.text):
        command = ApplySettings(
            settings=wish.settings,
            members=wish.members,
            words=wish.words,
            was=seen,
            public_days=days_for(wish.settings.holidays, board),
        )
        event = board.execute(command, session.actor)
    session.print(together(_("The team is up to date."), worked_anew(event)))
    session.print_lines(f"  {line}" for line in _changed(before, _seen(session)))


def _changed(before: _Seen, now: _Seen) -> Iterator[str]:
    """What differs from before, a line each."""
    from csboard.domain.setting_changes import changes, changes_of_members, new_words

    yield from changes(before.settings, now.settings)
    yield from new_words(before.settings.vocabulary.words, now.settings.vocabulary.words)
    yield from changes_of_members(before.members, now.members)


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


def _left_out(words: Tags, vocabulary: Vocabulary, *, is_whole: bool) -> Iterator[str]:
    """The offered words that a file leaves out which names some of their kind, or is whole."""
    for dimension in Dimension:
        named = {fold(word) for word in getattr(words, dimension)}
        offered = getattr(vocabulary.words, dimension)
        yield from (word for word in offered if (named or is_whole) and fold(word) not in named)


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
                (
                    argument("file", metavar="FILE", help=N_("a TOML file; - reads stdin")),
                    argument(
                        "--whole",
                        action="store_true",
                        help=N_("take out what it leaves out, as team edit does"),
                    ),
                ),
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
