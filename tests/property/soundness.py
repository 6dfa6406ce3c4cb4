"""What must hold of the rows of any board, whatever has happened to it: nothing half written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from csboard.domain.records import INTAKE_LOGIN, Urgency
from tests.property.sameness import OF_DETAIL, OF_KINDS, Rows

Row = dict[str, Any]


def check(rows: Rows) -> None:
    """Fail unless every row belongs to an event and is whole, and every event's rows exist."""
    _check_events(rows)
    _check_named(rows)
    _check_born(rows)
    _check_messages(rows)
    _check_work(rows)
    _check_drafts(rows)
    _check_outbox(rows)
    _check_cases(rows)
    _check_hand_offs(rows)


def check_going_on(before: Rows, after: Rows) -> None:
    """No version goes back, nothing is gone, and the history only grows."""
    for table, key in (("inquiry", "number"), ("task", "id"), ("draft", "id"), ("success", "id")):
        later = {row[key]: row["version"] for row in after[table]}
        assert all(later[row[key]] >= row["version"] for row in before[table])
    assert after["event"][: len(before["event"])] == before["event"]
    for table in (
        "message",
        "receipt",
        "former",
        "link",
        "customer",
        "member",
        "revision",
        "draft_file",
        "comment",
        "ask",
        "verdict",
        "inbox",
        "success",
        "success_word",
        "reuse",
        "template",
        "hand_off",
    ):
        left = {row["id"] for row in after[table]}
        assert {row["id"] for row in before[table]} <= left


def _check_events(rows: Rows) -> None:
    events = rows["event"]
    ids = [row["id"] for row in events]
    assert ids == sorted(set(ids))
    times = [row["at"] for row in events]
    assert times == sorted(times)
    assert len({row["op_id"] for row in events}) == len(events)
    numbers = {row["number"] for row in rows["inquiry"]} | {None}
    assert {row["inquiry"] for row in events} | {row["other"] for row in events} <= numbers


def _check_named(rows: Rows) -> None:
    """Every id that an event names is that of a row."""
    there = {table: {row.get("id") for row in some} for table, some in rows.items()}
    for event in rows["event"]:
        named = {**OF_DETAIL, **OF_KINDS.get(event["kind"], {})}
        for table, key in _ids_in(event["detail"], named):
            assert key in there[table], (event["kind"], table, key)


def _ids_in(value: Any, named: Mapping[str, str], name: str = "") -> list[tuple[str, int]]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _ids_in(inner, named, key)]
    if isinstance(value, list):
        return [found for inner in value for found in _ids_in(inner, named, name)]
    if name in named and isinstance(value, int) and not isinstance(value, bool):
        return [(named[name], value)]
    return []


def _check_born(rows: Rows) -> None:
    """Inquiries, tasks, links, former texts, members and mails are there by an event, and once."""
    events = rows["event"]
    begun = [row["inquiry"] for row in events if row["kind"] in ("opened", "divided")]
    assert Counter(begun) == Counter(row["number"] for row in rows["inquiry"])
    split = [(row["inquiry"], row["seq"]) for row in events if row["kind"] == "split_off"]
    tasks = [(row["inquiry"], row["seq"]) for row in rows["task"]]
    assert sorted(tasks) == sorted([*((number, 1) for number in begun), *split])
    named = Counter(row["detail"].get("former") for row in events) - Counter({None: len(events)})
    assert named == Counter(row["id"] for row in rows["former"])
    linked = [row["detail"]["link"] for row in events if row["kind"] in ("linked", "divided")]
    assert Counter(linked) == Counter(row["id"] for row in rows["link"])
    blocked = [row["detail"]["block"] for row in events if row["kind"] == "blocked"]
    assert Counter(blocked) == Counter(row["id"] for row in rows["block"])
    entered = [row["detail"]["login"] for row in events if row["kind"] == "entered"]
    logins = [row["login"] for row in rows["member"]]
    assert sorted(logins) == sorted([*entered, INTAKE_LOGIN])
    decided = {row["detail"]["receipt"] for row in events if "receipt" in row["detail"]}
    assert decided == {row["id"] for row in rows["receipt"] if row["state"] != "received"}
    assert [row["id"] for row in rows["receipt"]] == [row["receipt"] for row in rows["raw"]]
    asking = {row["customer"] for row in rows["inquiry"]}
    assert asking == {row["id"] for row in rows["customer"]}


def _check_messages(rows: Rows) -> None:
    """Each is named by one event, stands for a filed mail, or is what an inquiry opened with."""
    events = rows["event"]
    makers = ("opened", "joined", "noted", "taken_over", "edited", "why_late", "sent")
    named = [
        row["detail"]["message"]
        for row in events
        if row["kind"] in makers and "message" in row["detail"]
    ]
    named += [row["detail"]["sent"] for row in events if "sent" in row["detail"]]
    filed = {row["detail"]["receipt"] for row in events if row["kind"] == "filed"}
    rest = [row for row in rows["message"] if row["id"] not in named]
    assert len(named) == len(set(named)) == len(rows["message"]) - len(rest)
    first = [row for row in rest if row["direction"] == "in"]
    assert all(row["receipt"] in filed for row in rest if row["direction"] == "auto")
    assert len(rest) == len(first) + sum(row["direction"] == "auto" for row in rest)
    by_hand = [
        row["inquiry"]
        for row in events
        if row["kind"] == "opened" and "message" not in row["detail"]
    ]
    came_to = {
        row["detail"]["message"]: row["detail"]["from"]
        for row in reversed(events)
        if row["kind"] == "divided"
    }
    begun = [came_to.get(row["id"], row["inquiry"]) for row in first]
    assert len(begun) == len(set(begun))
    assert set(begun) <= set(by_hand)


def _check_drafts(rows: Rows) -> None:
    """Each draft was begun once, and an inquiry has one that is open; revisions are spoken of."""
    events = rows["event"]
    begun = [row["detail"]["draft"] for row in events if row["kind"] == "drafted"]
    assert Counter(begun) == Counter(row["id"] for row in rows["draft"])
    still_open = Counter(row["inquiry"] for row in rows["draft"] if row["ended_at"] is None)
    assert all(count == 1 for count in still_open.values())
    added = [row["detail"]["file"] for row in events if row["kind"] == "file_added"]
    assert Counter(added) == Counter(row["id"] for row in rows["draft_file"])
    spoken_of = {row["detail"].get("revision") for row in events}
    assert {row["id"] for row in rows["revision"]} <= spoken_of
    for row in rows["draft"]:
        assert row["ended_at"] is None or row["pen"] is None, "nobody writes in what has ended"


def _check_outbox(rows: Rows) -> None:
    """A draft is sent once at most, and exactly what has gone out stands in the conversation."""
    entries = rows["outbox"]
    assert len({row["draft"] for row in entries}) == len(entries)
    gone = {row["message_id"] for row in entries if row["state"] in ("sent", "bounced")}
    out = [row["message_id"] for row in rows["message"] if row["direction"] == "out"]
    assert sorted(gone) == sorted(out)
    sent = {row["draft"] for row in entries if row["message_id"] in gone}
    assert sent == {row["id"] for row in rows["draft"] if row["ending"] == "sent"}
    for row in entries:
        in_hand = row["state"] in ("claimed", "handing")
        assert (row["held_until"] is not None) == in_hand


def _check_cases(rows: Rows) -> None:
    """Each case was made once and says what helped, or was erased; reuses are judged when sent."""
    events = rows["event"]
    for table, kind, name in (
        ("success", "success_made", "success"),
        ("success_word", "success_found", "finding"),
        ("reuse", "put_in", "reuse"),
        ("template", "template_written", "template"),
    ):
        named = [row["detail"][name] for row in events if row["kind"] == kind]
        assert Counter(named) == Counter(row["id"] for row in rows[table])
    for row in rows["success"]:
        assert bool(row["title"]) == bool(row["passage"])
        assert row["title"] or row["retired_at"]
    sent = {row["id"] for row in rows["draft"] if row["ending"] == "sent"}
    for row in rows["reuse"]:
        assert (row["kept"] is not None) == (row["draft"] in sent)


def _check_hand_offs(rows: Rows) -> None:
    """One of a task is still to be taken at most, and it is its owner's to give; what was taken
    stands while whoever took it has the task."""
    tasks = {row["id"]: row for row in rows["task"]}
    still = [row for row in rows["hand_off"] if row["taken_at"] is None and row["ended_at"] is None]
    assert len({row["task"] for row in still}) == len(still)
    for row in still:
        task = tasks[row["task"]]
        assert (task["owner"], task["closed_at"]) == (row["giver"], None)
    for row in rows["hand_off"]:
        if row["taken_at"] is not None and row["ended_at"] is None:
            task = tasks[row["task"]]
            assert (task["owner"], task["closed_at"]) == (row["taken_by"], None)
        assert (row["taken_at"] is None) == (row["taken_by"] is None)
        assert (row["ended_at"] is None) == (not row["ending"])


def _check_work(rows: Rows) -> None:
    kinds = {"todo": "todo", "doing": "doing", "check": "doing", "done": "done"}
    for row in rows["task"]:
        assert (row["owner"] is None) == (row["owner_since"] is None)
        if row["withdrawn_at"] is None:
            assert (row["closed_at"] is not None) == (kinds[row["stage"]] == "done")
        if row["waiting"] is not None:
            assert (kinds[row["stage"]], row["owner"] is None) == ("doing", False)
    leads = {row["number"]: row["merged_into"] or row["number"] for row in rows["inquiry"]}
    wholes = [row for row in rows["inquiry"] if row["merged_into"] is None]
    assert set(leads.values()) == {row["number"] for row in wholes}
    for whole in wholes:
        is_junk = whole["junked_at"] is not None
        shown = [
            row
            for row in rows["task"]
            if leads[row["inquiry"]] == whole["number"] and row["withdrawn_at"] is None
        ]
        assert (whole["closed_at"] is not None) == all(row["closed_at"] for row in shown)
        assert bool(shown) != is_junk
        assert {row["need"] for row in shown} <= {Urgency(whole["urgency"]).rank}
