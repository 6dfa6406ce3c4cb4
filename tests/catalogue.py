"""Keeping the Japanese catalogue: `python -m tests.catalogue update [FRAGMENT.po …]`.

`csboard/locale/ja.po` is the source. `update` takes up new words from the code, drops the
unused, merges translations from fragments, compiles, and names what is still missing. A
fragment is stronger than what the catalogue said before, and a later one than an earlier.
`check` changes nothing and names every fault; tests/test_catalogue.py runs the same checks.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import csboard

PACKAGE = Path(csboard.__file__).parent
SOURCE = PACKAGE / "locale" / "ja.po"
COMPILED = PACKAGE / "locale" / "ja" / "LC_MESSAGES" / "csboard.mo"

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}

ARGPARSE = (
    "usage: ",
    "options",
    "positional arguments",
    "show this help message and exit",
    "argument %(argument_name)s: %(message)s",
    "expected one argument",
    "the following arguments are required: %s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "ignored explicit argument %r",
    "not allowed with argument %s",
    "one of the arguments %s is required",
)
"""What argparse says on our behalf; csboard.cli.parser has it speak through our catalogue."""

HEADER = "# Japanese words of csboard, kept by `python -m tests.catalogue update`."

_PLACEHOLDER = re.compile(r"\{\w*(?:![rs])?(?::[^{}]*)?\}|%\(\w+\)[sr]|%[sr]")

Key = str | tuple[str, str]


class PlainCatalog(Catalog):
    """A catalogue whose header says nothing that changes with the day or the tool."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "ja"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Let what a file says of itself go: the header is always the one above."""


def words_in_code() -> dict[Key, None]:
    """Every msgid of the program in a stable order; a pair where it has a plural."""
    found: dict[Key, None] = dict.fromkeys(ARGPARSE)
    for _file, _line, message, _comments, _context in sorted(
        extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS),
        key=lambda one: (one[0], one[1]),
    ):
        found[tuple(message) if isinstance(message, tuple | list) else message] = None  # type: ignore[index]
    return found


def read(path: Path) -> Catalog:
    """A catalogue or fragment; an empty catalogue when there is none yet."""
    if not path.exists():
        return Catalog(locale="ja")
    return read_po(io.BytesIO(path.read_bytes()), locale="ja")


def merged(fragments: Iterable[Path]) -> Catalog:
    """The words of the code with the translations known for them."""
    sources = [*(read(fragment) for fragment in reversed([*fragments])), read(SOURCE)]
    result = PlainCatalog(locale="ja", header_comment=HEADER, fuzzy=False)
    for key in words_in_code():
        result.add(key, _translation(key, sources))
    return result


def _translation(key: Key, sources: Iterable[Catalog]) -> str | tuple[str, ...]:
    one = key if isinstance(key, str) else key[0]
    for source in sources:
        message = source.get(one)
        if message is None or message.fuzzy or not message.string:
            continue
        text = message.string if isinstance(message.string, str) else message.string[0]
        if text:
            return text if isinstance(key, str) else (text,)
    return "" if isinstance(key, str) else ("",)


def po_text(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, no_location=True, sort_output=True)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled form; the same bytes for the same words on every day."""
    plain = PlainCatalog(locale="ja", fuzzy=False)
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def update(fragments: Iterable[Path]) -> None:
    catalog = merged(fragments)
    SOURCE.parent.mkdir(exist_ok=True)
    SOURCE.write_bytes(po_text(catalog))
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    COMPILED.write_bytes(mo_bytes(read(SOURCE)))


def faults() -> Iterator[str]:
    """Every way in which the catalogue and the program disagree."""
    catalog = read(SOURCE)
    wanted = {key if isinstance(key, str) else key[0] for key in words_in_code()}
    known = {_msgid(message): message for message in catalog if message.id}
    yield from (f"missing: {msgid!r}" for msgid in wanted - set(known))
    yield from (f"unused: {msgid!r}" for msgid in set(known) - wanted)
    for msgid, message in known.items():
        yield from _faults_of(msgid, message)
    if not COMPILED.exists() or COMPILED.read_bytes() != mo_bytes(catalog):
        yield f"stale: {COMPILED.name}: run `python -m tests.catalogue update`"


def _faults_of(msgid: str, message: Message) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        yield f"fuzzy: {msgid!r}"
    if not all(texts):
        yield f"untranslated: {msgid!r}"
    for text in filter(None, texts):
        if placeholders(text) != placeholders(msgid):
            yield f"placeholders differ: {msgid!r} / {text!r}"


def placeholders(text: str) -> list[str]:
    """The blanks to be filled, in no particular order."""
    return sorted(_PLACEHOLDER.findall(text.replace("{{", "").replace("}}", "")))


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in ("update", "check"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if argv[0] == "update":
        update(map(Path, argv[1:]))
    found = list(faults())
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
