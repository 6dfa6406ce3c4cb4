"""Loading Textual without what the first picture has no use for, a fifth of its start."""

from __future__ import annotations

from importlib import import_module

from csboard.out_of_reach import loaded_at_use

NOT_AT_START = (
    "pickle",  # for what a style of Rich says of itself beyond colours
    "platformdirs",  # for files that a browser is given; brings tempfile, shutil and packers
    "rich.markup",  # for errors in a style sheet, as the next two
    "rich.padding",
    "rich.panel",
    "rich.table",  # for showing a design
    "textual.canvas",  # for lines between the cells of a layout
    "textual.command",  # its palette: brings Input, OptionList, Select, Tree and more
    "textual.markup",  # for styles written as text
    "uuid",  # for the name of a toast
)
"""Modules of which Textual only calls what it takes from them, and not before a first picture."""


def load_textual() -> None:
    """Import Textual, and let it define classes quickly."""
    with loaded_at_use(*NOT_AT_START):
        import_module("csboard.tui.quick_classes").define_quickly()
        import textual.app
        import textual.drivers.linux_driver  # noqa: F401
