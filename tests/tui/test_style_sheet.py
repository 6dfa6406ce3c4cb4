"""The style sheet that is read no oftener than it changes gives the rules Textual's gives."""

from __future__ import annotations

from csboard.tui.style_sheet import FrugalStylesheet

CSS = "Label { color: $ink; }"


def colours(sheet: FrugalStylesheet) -> list[str]:
    return [rule.styles.color.hex for rule in sheet.rules]


def sheet_with(ink: str) -> FrugalStylesheet:
    sheet = FrugalStylesheet(variables={"ink": ink})
    sheet.add_source(CSS, ("first", ""))
    return sheet


def test_the_same_variables_read_nothing_again() -> None:
    sheet = sheet_with("#111111")
    before = list(sheet.rules)
    sheet.set_variables({"ink": "#111111"})
    sheet.reparse()
    assert all(now is then for now, then in zip(sheet.rules, before, strict=True))


def test_other_variables_hold_at_once() -> None:
    sheet = sheet_with("#111111")
    assert colours(sheet) == ["#111111"]
    sheet.set_variables({"ink": "#222222"})
    sheet.reparse()
    assert colours(sheet) == ["#222222"]


def test_variables_that_come_before_the_first_reading_are_read_with() -> None:
    sheet = sheet_with("#111111")
    sheet.set_variables({"ink": "#222222"})
    assert colours(sheet) == ["#222222"]


def test_what_was_added_is_read() -> None:
    sheet = sheet_with("#111111")
    assert len(sheet.rules) == 1
    sheet.add_source("Button { color: #333333; }", ("second", ""))
    sheet.reparse()
    assert colours(sheet) == ["#111111", "#333333"]
