"""Members, roles and settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csboard.domain.commands import ApplySettings, ChangeMember, EnterBoard
from csboard.domain.records import Member, Role, Stage
from csboard.domain.settings import TeamSettings, default_stages
from csboard.domain.states import MemberState
from csboard.domain.team import apply_settings, change_member, check_settings, enter
from csboard.errors import ConfigError, Conflict, Refused
from tests.domain.builders import MEMBERS, NOW, SATO, SUZUKI

TODO, DOING, DONE = default_stages()


def team(actor: Member | None, **more: object) -> MemberState:
    login = actor.login if actor else "newcomer"
    return MemberState(actor, login, MEMBERS, TeamSettings())._replace(**more)  # type: ignore[arg-type]


def test_the_first_person_leads_and_later_ones_are_members() -> None:
    alone = {"intake": MEMBERS["intake"]}
    first = enter(team(None, members=alone), EnterBoard(name="山田"), NOW)
    assert first.event.detail == {"login": "newcomer", "role": Role.LEAD}
    assert enter(team(None), EnterBoard(), NOW).event.detail["role"] is Role.MEMBER


def test_nobody_enters_twice() -> None:
    with pytest.raises(Refused, match="already"):
        enter(team(SATO), EnterBoard(), NOW)


@pytest.mark.parametrize(
    ("actor", "command", "code"),
    [
        (SATO, ChangeMember(login="suzuki", name="x"), "role"),
        (SATO, ChangeMember(login="sato", role=Role.LEAD), "role"),
        (SUZUKI, ChangeMember(login="nobody", name="x"), "no_such_member"),
        (SUZUKI, ChangeMember(login="intake", role=Role.LEAD), "no_such_member"),
        (SUZUKI, ChangeMember(login="suzuki", role=Role.MEMBER), "last_lead"),
        (SUZUKI, ChangeMember(login="suzuki", active=False), "last_lead"),
        (SATO, ChangeMember(login="sato", name="佐藤"), "unchanged"),
        (None, ChangeMember(login="sato", name="x"), "not_a_member"),
        (SUZUKI, ChangeMember(login="sato", language="xx"), "no_such_language"),
    ],
)
def test_changing_a_member_is_refused(
    actor: Member | None, command: ChangeMember, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        change_member(team(actor), command, NOW)
    assert refusal.value.code == code


def test_ones_own_name_is_ones_own() -> None:
    decision = change_member(team(SATO), ChangeMember(login="sato", name="佐藤\x1b花子"), NOW)
    assert decision.changes[0].values == {"name": "佐藤␛花子"}
    assert decision.event.detail == {"login": "sato", "fields": ["name"]}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (TeamSettings(zone="Asia/Edo"), "zone"),
        (TeamSettings(zone="../etc/passwd"), "zone"),
        (TeamSettings(stages=()), "stages"),
        (TeamSettings(stages=(TODO, TODO, DONE)), "key of its own"),
        (TeamSettings(stages=(TODO, Stage("", "doing", {}), DONE)), "key of its own"),
        (TeamSettings(stages=(DOING, TODO, DONE)), "begin"),
        (TeamSettings(stages=(TODO, DOING)), "end"),
        (TeamSettings(stages=(TODO, Stage("x", "odd", {}), DONE)), "odd"),
        (TeamSettings(stages=(TODO, replace(DOING, limit=0), DONE)), "limit"),
        (TeamSettings(reopen_days=-1), "reopen_days"),
        (TeamSettings(fade_days=-1), "fade_days"),
        (TeamSettings(fade_days=3651), "fade_days"),
        (TeamSettings(half_life_days=0), "half_life_days"),
        (TeamSettings(half_life_days=3651), "half_life_days"),
        (TeamSettings(reopen_days=99999999999), "reopen_days"),
        (TeamSettings(name=" "), "name"),
        (TeamSettings(own_addresses=("support@x.jp", "@")), "own_addresses"),
        (TeamSettings(form_senders=("",)), "form_senders"),
    ],
)
def test_settings_no_board_could_work_with(settings: TeamSettings, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        check_settings(settings)


def test_a_stage_with_tasks_in_it_stays() -> None:
    wanted = TeamSettings(stages=(TODO, DONE))
    for count, words in ((2, "There are 2 tasks in stage 'doing'"), (1, "There is 1 task")):
        with pytest.raises(Refused, match=words):
            apply_settings(
                team(SUZUKI, stages_in_use={"doing": count}), ApplySettings(settings=wanted), NOW
            )


def test_a_stage_of_work_with_tasks_in_it_does_not_become_one_of_done() -> None:
    """They would stand there open for ever: nobody could take or finish them."""
    wanted = ApplySettings(settings=TeamSettings(stages=(TODO, replace(DOING, kind="done"), DONE)))
    with pytest.raises(Refused, match="There is 1 open task in stage 'doing'"):
        apply_settings(team(SUZUKI, stages_in_use={"doing": 1}), wanted, NOW)
    assert apply_settings(team(SUZUKI, stages_in_use={"todo": 1}), wanted, NOW).changes


def test_only_what_changed_is_written() -> None:
    wanted = TeamSettings(name="サポート窓口")
    decision = apply_settings(team(SUZUKI), ApplySettings(settings=wanted), NOW)
    assert [change.id for change in decision.changes] == ["name"]  # type: ignore[union-attr]
    assert decision.event.detail == {"keys": ["name"], "members": []}


SEEN = TeamSettings()


def test_others_changes_of_other_settings_stay() -> None:
    state = team(SUZUKI)._replace(settings=replace(SEEN, zone="UTC"))
    command = ApplySettings(settings=replace(SEEN, name="窓口"), was=SEEN)
    decision = apply_settings(state, command, NOW)
    assert [change.id for change in decision.changes] == ["name"]  # type: ignore[union-attr]


def test_others_changes_of_the_same_setting_are_not_overwritten() -> None:
    state = team(SUZUKI)._replace(settings=replace(SEEN, name="夜間窓口"))
    command = ApplySettings(settings=replace(SEEN, name="窓口", reopen_days=7), was=SEEN)
    with pytest.raises(Conflict, match="changed name meanwhile"):
        apply_settings(state, command, NOW)
    same = command.replaced(settings=replace(SEEN, name="夜間窓口", reopen_days=7))
    decision = apply_settings(state, same, NOW)
    assert [change.id for change in decision.changes] == ["reopen_days"]  # type: ignore[union-attr]


def test_settings_and_members_change_together_or_not_at_all() -> None:
    named = ChangeMember(login="sato", name="花子")
    command = ApplySettings(settings=TeamSettings(name="窓口"), members=(named,))
    decision = apply_settings(team(SUZUKI), command, NOW)
    assert [change.id for change in decision.changes] == ["name", SATO.id]  # type: ignore[union-attr]
    unknown = ApplySettings(
        settings=TeamSettings(name="窓口"), members=(named, ChangeMember(login="ghost", name="x"))
    )
    with pytest.raises(Refused, match="ghost"):
        apply_settings(team(SUZUKI), unknown, NOW)


def test_the_last_lead_is_kept_by_the_sum_of_all_changes() -> None:
    both = (
        ChangeMember(login="sato", role=Role.LEAD),
        ChangeMember(login="suzuki", role=Role.MEMBER),
    )
    command = ApplySettings(settings=TeamSettings(), members=both)
    decision = apply_settings(team(SUZUKI), command, NOW)
    assert len(decision.changes) == 2
    assert decision.event.detail["standings"] == {
        "sato": {"role": Role.LEAD},
        "suzuki": {"role": Role.MEMBER},
    }
    with pytest.raises(Refused, match="only lead"):
        apply_settings(
            team(SUZUKI), ApplySettings(settings=TeamSettings(), members=both[::-1]), NOW
        )


def test_the_history_tells_whether_somebody_has_left() -> None:
    left = ChangeMember(login="sato", active=False)
    detail = change_member(team(SUZUKI), left, NOW).event.detail
    assert detail == {"login": "sato", "fields": ["active"], "active": False}
    both = ApplySettings(settings=TeamSettings(), members=(left,))
    told = apply_settings(team(SUZUKI), both, NOW).event.detail["standings"]
    assert told == {"sato": {"active": False}}
