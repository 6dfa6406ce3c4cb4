"""Database roles on a real PostgreSQL: what each login can do, through the door and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from csboard.board import Board
from csboard.db.role_rights import LIMITED, WALL_VIEWS
from csboard.db.table_facts import TABLES
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    ChangeMember,
    Claim,
    EditInquiry,
    EnterBoard,
    MarkSeen,
    OpenInquiry,
    Reread,
    SortLetter,
    SplitOff,
    Undo,
    Wait,
)
from csboard.domain.letters import Address
from csboard.domain.records import (
    INTAKE_LOGIN,
    Actor,
    AttachmentInfo,
    InquiryFields,
    Receipt,
    Role,
    TaskRef,
    Waiting,
)
from csboard.domain.rereading import READ_OF_IT
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused, Unavailable
from tests.support.desk import INTAKE
from tests.support.letters import FIRST
from tests.support.roles import Desk, roled_board

FORBIDDEN = "42501"
REF = TaskRef(1001)


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    with roled_board(postgres_url) as made:
        yield made


def member_id(desk: Desk, login: str) -> int:
    with psycopg.connect(desk.url) as owner:
        row = owner.execute("SELECT id FROM member WHERE login = %s", (login,)).fetchone()
    assert row is not None
    return int(row[0])


def kind_of(board: Board) -> str:
    login = board.login()
    assert login is not None
    return login.kind


EVENT = (
    "INSERT INTO event (at, actor_id, via, kind, inquiry, op_id, detail)"
    " VALUES (now(), %s, %s, 'claimed', %s, md5(random()::text), '{}')"
)


def test_no_group_lacks_or_has_too_much(desk: Desk) -> None:
    board = Board.open(desk.url)
    assert list(board.database_roles().faults()) == []
    board.database_roles().apply()  # again: nothing changes
    assert list(board.database_roles().faults()) == []


def test_what_is_too_much_or_missing_is_found(desk: Desk) -> None:
    with psycopg.connect(desk.url, autocommit=True) as owner:
        roles = Board.open(desk.url).database_roles()
        member = roles.place.group("member")
        owner.execute(f"GRANT DELETE ON event TO {member}".encode())
        owner.execute(f"GRANT SELECT ON task TO {desk.login('wall')}".encode())
        owner.execute(f"REVOKE INSERT ON task FROM {member}".encode())
        owner.execute(b"GRANT UPDATE (kind) ON event TO PUBLIC")
        owner.execute(b"DROP TRIGGER csboard_guard ON event")
    told = list(roles.faults())
    assert any(f"{member} lacks INSERT (closed_at," in one for one in told)
    assert f"{member} has DELETE on event, and needs it not." in told
    assert f"{desk.login('wall')} has SELECT on task, and needs it not." in told
    assert "PUBLIC has UPDATE (kind) on event, and needs it not." in told
    assert "event lacks its guard csboard_guard." in told
    assert len(told) == 5
    roles.apply()
    assert list(roles.faults()) == [f"{desk.login('wall')} has SELECT on task, and needs it not."]


def test_functions_that_are_missing_or_of_another_version_are_found(desk: Desk) -> None:
    roles = Board.open(desk.url).database_roles()
    member, intake = roles.place.group("member"), roles.place.group("intake")
    with psycopg.connect(desk.url, autocommit=True) as owner:
        owner.execute(f"GRANT EXECUTE ON FUNCTION csboard_index TO {member}".encode())
        owner.execute(f"REVOKE EXECUTE ON FUNCTION csboard_index FROM {intake}".encode())
        kind = "CREATE OR REPLACE FUNCTION csboard_kind() RETURNS text LANGUAGE SQL AS"
        owner.execute(f"{kind} $$ SELECT 'owner' $$".encode())
    assert list(roles.faults()) == [
        "The function csboard_kind is another version's.",
        f"{intake} lacks EXECUTE on csboard_index.",
        f"{member} has EXECUTE on csboard_index, and needs it not.",
    ]
    assert list(roles.missing_for("intake")) == [f"{intake} lacks EXECUTE on csboard_index."]
    with psycopg.connect(desk.url, autocommit=True) as owner:
        owner.execute(b"DROP FUNCTION csboard_index")
    assert "The function csboard_index is missing." in list(roles.faults())
    assert list(roles.missing_for("intake")) == ["The function csboard_index is missing."]
    assert list(roles.missing_for("member")) == []
    roles.apply()
    assert list(roles.faults()) == []


# ---- a member ---------------------------------------------------------------------------


def test_a_member_works_in_their_own_name(desk: Desk) -> None:
    board, me = desk.board("sato"), desk.actor("sato")
    assert board.login() == (desk.login("sato"), "member")
    assert board.execute(Claim(task=REF), me).actor == me.login
    board.execute(AddNote(number=1001, text="x"), me)
    board.execute(Undo(), me)
    board.execute(ChangeMember(login=me.login, name="佐藤"), me)
    board.keep(MarkSeen(event_id=1), me)


@pytest.mark.parametrize("who", ["suzuki", "intake"])
def test_a_member_acts_in_nobody_elses(desk: Desk, who: str) -> None:
    board = desk.board("sato")
    other = Actor(INTAKE_LOGIN) if who == "intake" else desk.actor(who)
    with pytest.raises(Refused, match=f"{desk.login('sato')}.*{other.login}") as refusal:
        board.execute(OpenInquiry(subject="x"), other)
    assert refusal.value.code == "not_themselves"
    with pytest.raises(Refused) as refusal:
        board.execute(Claim(task=REF), Actor(desk.login("suzuki"), via=desk.login("sato")))
    assert refusal.value.code == "role"


def test_a_lead_acts_for_others_and_the_history_says_so(desk: Desk) -> None:
    board = desk.board("suzuki")
    both = Actor(desk.login("sato"), via=desk.login("suzuki"))
    assert board.execute(Claim(task=REF), both).via == desk.login("suzuki")
    with pytest.raises(Refused):
        board.execute(Claim(task=TaskRef(1002)), both._replace(via=desk.login("guest")))


def test_a_hand_made_line_of_history_names_its_maker(desk: Desk) -> None:
    sato, suzuki = (member_id(desk, desk.login(who)) for who in ("sato", "suzuki"))
    intake = member_id(desk, INTAKE_LOGIN)
    me, lead = desk.login("sato"), desk.login("suzuki")
    assert desk.refused("sato", EVENT, sato, None, 1001) == ""
    for actor, via in ((suzuki, None), (intake, None), (suzuki, me), (sato, me), (sato, lead)):
        assert desk.refused("sato", EVENT, actor, via, 1001) == FORBIDDEN
    assert desk.refused("suzuki", EVENT, sato, lead, 1001) == ""
    for actor, via in ((sato, None), (intake, None), (intake, lead), (sato, me)):
        assert desk.refused("suzuki", EVENT, actor, via, 1001) == FORBIDDEN
    for who in ("guest", "left"):
        own = member_id(desk, desk.login(who))
        assert desk.refused(who, EVENT, own, None, 1001) == FORBIDDEN


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET kind = 'forged'",
        "DELETE FROM event",
        "TRUNCATE event",
        "INSERT INTO event (id, at, actor_id, kind, op_id, detail)"
        " SELECT 9223372036854775807, at, actor_id, kind, 'x', detail FROM event LIMIT 1",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER csboard_guard ON event",
        "CREATE TABLE mine (id INTEGER)",
        "CREATE TEMP TABLE member (id INTEGER)",
        "DELETE FROM task",
        "DELETE FROM message",
        "UPDATE message SET text = 'forged'",
        "UPDATE block SET pattern = 'x@example.com'",
        "UPDATE board SET schema = 99",
        "UPDATE member SET login = 'x'",
        "UPDATE member SET role = 'lead'",
        "UPDATE member SET active = false",
        "UPDATE member SET name = 'x'",
        "INSERT INTO member (login, role, active, created_at) VALUES ('x', 'lead', true, now())",
        "UPDATE setting SET value = '1'",
        "INSERT INTO setting (key, value) VALUES ('name', '\"x\"')",
        "INSERT INTO receipt (sha256, received_at, source, state, size)"
        " VALUES ('x', now(), 'pipe', 'received', 1)",
        "INSERT INTO personal (member_id, key, value) VALUES (1, 'seen', '1')",
        "SET ROLE csboard",
    ],
)
def test_what_a_member_can_not_do_by_hand(desk: Desk, statement: str) -> None:
    with psycopg.connect(desk.url) as owner:  # something that could be rewritten
        owner.execute(
            "INSERT INTO receipt (id, sha256, received_at, source, state, size)"
            " VALUES (1, 'x1', now(), 'pipe', 'received', 1);"
            " INSERT INTO raw (receipt_id, data) VALUES (1, 'x');"
            " INSERT INTO block (pattern, member_id, at) VALUES ('spam@example.com', 1, now())"
        )
    assert desk.refused("sato", statement) == FORBIDDEN


@pytest.mark.parametrize("statement", ["UPDATE raw SET data = ''", "UPDATE raw SET data = 'x'"])
def test_a_member_can_not_empty_an_original(desk: Desk, statement: str) -> None:
    owner = Board.open(desk.url)
    owner.receive(b"From: a@example.jp", "pipe")
    owner.close()
    assert desk.refused("sato", statement) == FORBIDDEN


def mail_on_the_board(desk: Desk) -> Receipt:
    """A mail that the intake took in with today's words, opened as an inquiry."""
    board = desk.board("intake")
    receipt = board.receive(b"From: yamada@example.jp", "pipe")
    attached = replace(FIRST, attachments=(AttachmentInfo("図 1.png", 9, "image/png", 1),))
    board.execute(SortLetter(receipt_id=receipt.id, letter=attached), INTAKE)
    return board.receipt(receipt.id)


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_a_mail_on_the_board_is_read_again(desk: Desk, who: str) -> None:
    mail, me = mail_on_the_board(desk), desk.actor(who)
    assert mail.number is not None
    board = desk.board(who)
    other = replace(
        FIRST,
        subject='"other" \\ subject',
        text="other\nwords",
        sender=Address("other", FIRST.sender.email),
        attachments=(AttachmentInfo("other.png", 9, "image/png", 1),),
    )
    reading = Reread(receipt_id=mail.id, letter=other, reader=2)
    assert board.execute(reading, me).detail["fields"] == list(READ_OF_IT)
    board.execute(Reread(receipt_id=mail.id, letter=FIRST, reader=2), me)
    message = board.inquiry(mail.number).messages[0]
    assert (message.subject, message.text) == (FIRST.subject, FIRST.text)
    kept = desk.run("suzuki", "SELECT fields FROM former WHERE inquiry_id = %s", mail.number)
    assert FIRST.text in str(kept)
    assert "other" in str(kept)


def test_who_takes_mail_in_reads_none_again(desk: Desk) -> None:
    """It reads no words of the board, so it could not keep them."""
    mail = mail_on_the_board(desk)
    for actor in (INTAKE, desk.actor("intake")):
        with pytest.raises(Refused) as refusal:
            desk.board("intake").execute(
                Reread(receipt_id=mail.id, letter=replace(FIRST, text="x"), reader=2), actor
            )
        assert refusal.value.code in ("system_member", "not_themselves", "not_a_member")
    assert desk.refused("intake", "UPDATE message SET text = ''") == FORBIDDEN


KEEP = (
    "INSERT INTO former (inquiry_id, at, fields)"
    " SELECT inquiry_id, now(), {fields} FROM message WHERE receipt_id IS NOT NULL"
)
WHOLE = "json_build_object('message', json_build_object('text', text, 'subject', subject))::text"


@pytest.mark.parametrize("who", ["sato", "suzuki"])
def test_words_of_a_mail_change_only_where_the_old_ones_are_kept(desk: Desk, who: str) -> None:
    mail_on_the_board(desk)
    keep, other = KEEP.format(fields=WHOLE), KEEP.format(fields="'{\"message\": {}}'")
    forge = "UPDATE message SET text = 'forged', subject = 'forged' WHERE receipt_id IS NOT NULL"
    assert desk.refused(who, forge) == FORBIDDEN
    assert desk.refused(who, f"{other}; {forge}") == FORBIDDEN, "other words are kept"
    assert desk.refused(who, keep) == ""
    assert desk.refused(who, forge) == FORBIDDEN, "not by a row of another day"
    for column in ("sender_name", "sender_email", "message_id", "kind"):
        more = forge.replace("SET", f"SET {column} = 'forged',")
        assert desk.refused(who, f"{keep}; {more}") == FORBIDDEN
    for column in ("attachments", "recipients"):
        more = forge.replace("SET", f"SET {column} = '[1]',")
        assert desk.refused(who, f"{keep}; {more}") == FORBIDDEN
    elsewhere = forge.replace("receipt_id IS NOT NULL", "receipt_id IS NULL")
    assert desk.refused(who, f"{keep}; {elsewhere}") == FORBIDDEN, "what nobody mailed"
    assert desk.refused(who, f"{keep}; {forge}; {forge.replace('forged', 'x')}") == FORBIDDEN
    undone = f"BEGIN; SAVEPOINT s; {keep}; ROLLBACK TO s; {forge}; COMMIT"
    assert desk.refused(who, undone) == FORBIDDEN
    assert desk.refused(who, f"{keep}; {forge}") == ""
    for who_may_not in ("guest", "left", "intake"):
        assert desk.refused(who_may_not, f"{keep}; {forge}") == FORBIDDEN


def test_a_temporary_table_makes_nobody_an_owner(desk: Desk) -> None:
    """Members can't make one, unless somebody has granted them that beside what they need."""
    place = Board.open(desk.url).database_roles().place
    owner, member = place.group("owner"), place.group("member")
    with psycopg.connect(desk.url, autocommit=True) as connection:
        connection.execute(f"GRANT TEMPORARY ON DATABASE {place.database} TO {member}".encode())
    with psycopg.connect(desk.url_of("sato"), autocommit=True) as mine:
        mine.execute(
            f"CREATE TEMP TABLE pg_roles AS SELECT '{owner}'::name AS rolname, oid"
            f" FROM pg_catalog.pg_roles WHERE rolname = '{member}'".encode()
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            mine.execute("UPDATE member SET role = 'lead' WHERE login = session_user")


def test_a_member_writes_no_note_as_another(desk: Desk) -> None:
    statement = (
        "INSERT INTO message (inquiry_id, direction, at, author_id)"
        " SELECT 1001, 'note', now(), id FROM member WHERE login = %s"
    )
    assert desk.refused("sato", statement, desk.login("suzuki")) == FORBIDDEN
    assert desk.refused("sato", statement, desk.login("sato")) == ""


def test_only_a_lead_changes_members_and_settings(desk: Desk) -> None:
    lead = desk.actor("suzuki")
    board = desk.board("suzuki")
    sato = ChangeMember(login=desk.login("sato"), role=Role.LEAD)
    board.execute(ApplySettings(settings=TeamSettings(name="窓口"), members=(sato,)), lead)
    assert board.settings().name == "窓口"
    demoted = (
        ChangeMember(login=lead.login, role=Role.MEMBER),
        ChangeMember(login=desk.login("guest"), role=Role.MEMBER),
    )
    board.execute(ApplySettings(settings=TeamSettings(name="x"), members=demoted), lead)
    assert board.members()[lead.login].role is Role.MEMBER
    board.execute(ChangeMember(login=lead.login, name="鈴木"), lead)


def test_a_lead_leaves_by_their_own_hand(desk: Desk) -> None:
    board, lead = desk.board("suzuki"), desk.actor("suzuki")
    board.execute(ChangeMember(login=desk.login("sato"), role=Role.LEAD), lead)
    board.execute(ChangeMember(login=lead.login, active=False), lead)
    assert desk.refused("suzuki", "UPDATE task SET stage = 'x'") == FORBIDDEN


@pytest.mark.parametrize("who", ["guest", "left"])
def test_who_may_only_look_on_the_board_changes_nothing_by_hand(desk: Desk, who: str) -> None:
    for statement in (
        "UPDATE task SET owner_id = NULL, owner_since = NULL",
        "UPDATE inquiry SET subject = 'x'",
        "INSERT INTO customer (name) VALUES ('x')",
        "UPDATE member SET role = 'member', active = true",
    ):
        assert desk.refused(who, statement) == FORBIDDEN
    assert desk.run(who, "SELECT count(*) FROM task") == [(2,)]


def test_a_new_person_comes_to_the_board_as_a_member(desk: Desk) -> None:
    owner = Board.open(desk.url)
    login = desk.login("reader")
    owner.database_roles().add(login, "member", None)  # from now on
    board = desk.board("reader")
    board.execute(EnterBoard(name="x"), Actor(login))
    assert board.members()[login].role is Role.MEMBER


def test_a_viewers_login_reads_all_and_writes_nothing(desk: Desk) -> None:
    board, me = desk.board("reader"), desk.actor("reader")
    assert len(board.snapshot().cards) == 2
    with pytest.raises(Unavailable, match="lacks a right") as told:
        board.execute(EnterBoard(), me)
    assert told.value.code == "read_only"
    assert "roles apply" in told.value.sentence
    assert desk.login("reader") in told.value.sentence
    for table in TABLES:
        assert desk.refused("reader", f"SELECT * FROM {table}") == ""
        assert desk.refused("reader", f"DELETE FROM {table}") == FORBIDDEN


# ---- the wall ---------------------------------------------------------------------------


def test_a_wall_sees_no_customer(desk: Desk) -> None:
    assert len(desk.run("wall", "SELECT * FROM wall_task")) == 2
    assert desk.run("wall", "SELECT event FROM wall_newest")[0][0] > 0
    desk.run("wall", "SELECT * FROM wall_setting")
    for table in (*TABLES, "schema_migration"):
        assert desk.refused("wall", f"SELECT * FROM {table}") == FORBIDDEN
    assert desk.run("wall", "SHOW default_transaction_read_only") == [("on",)]
    assert desk.run("wall", "SHOW statement_timeout") == [("5s",)]


def test_a_wall_reads_no_word_of_a_card_and_no_old_one(desk: Desk) -> None:
    """Visitors read walls; subjects, titles and what is waited for may name customers."""
    board, me = desk.board("sato"), desk.actor("sato")
    board.execute(Claim(task=REF), me)
    until = board.clock.now() + timedelta(days=3)
    board.execute(Wait(task=REF, waiting=Waiting("customer", "word-of-wait", until)), me)
    board.execute(SplitOff(number=1002, title="word-of-title"), me)
    board.execute(EditInquiry(number=1002, fields=InquiryFields(subject="word-of-subject")), me)
    for view in WALL_VIEWS:
        assert "word-of" not in str(desk.run("wall", f"SELECT * FROM {view}"))
    waiting = "SELECT number, owner, waiting_for, waiting_until FROM wall_task WHERE seq = 1"
    assert desk.run("wall", f"{waiting} ORDER BY number")[0] == (
        1001,
        me.login,
        "customer",
        until,
    )
    with psycopg.connect(desk.url) as owner:
        owner.execute(
            "UPDATE task SET closed_at = now() - CASE seq WHEN 1 THEN interval '2 days'"
            " ELSE interval '2 hours' END WHERE inquiry_id = 1002"
        )
    shown = desk.run("wall", "SELECT number, seq FROM wall_task ORDER BY number, seq")
    assert shown == [(1001, 1), (1002, 2)]


def test_a_view_of_other_columns_is_made_anew(desk: Desk) -> None:
    roles = Board.open(desk.url).database_roles()
    with psycopg.connect(desk.url) as owner:
        owner.execute(f"SET ROLE {roles.place.quoted_group('owner')}".encode())
        owner.execute("DROP VIEW wall_newest")
        owner.execute("CREATE VIEW wall_newest AS SELECT 1 AS other, 2 AS event")
    roles.apply()
    assert list(roles.faults()) == []
    with pytest.raises(psycopg.errors.UndefinedColumn):
        desk.run("wall", "SELECT other FROM wall_newest")


def test_a_wall_that_opens_the_board_is_told_why_not(desk: Desk) -> None:
    with pytest.raises(Unavailable, match="lacks a right") as told:
        desk.board("wall")
    assert "roles apply" in told.value.sentence


# ---- the owner --------------------------------------------------------------------------


def test_the_owner_acts_for_others(desk: Desk) -> None:
    board = Board.open(desk.url)
    assert kind_of(board) == "owner"
    assert board.is_owner()
    event = board.execute(Claim(task=REF), Actor(desk.login("sato"), via="root"))
    assert (event.actor, event.via) == (desk.login("sato"), "root")


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET kind = ''", "DELETE FROM event", "TRUNCATE event"]
)
def test_not_even_the_owner_changes_history_by_accident(desk: Desk, statement: str) -> None:
    with psycopg.connect(desk.url) as owner, pytest.raises(psycopg.Error, match="append-only"):
        owner.execute(statement.encode())


def test_a_login_of_the_owners_group_is_an_owner(desk: Desk) -> None:
    Board.open(desk.url).database_roles().add(desk.login("reader"), "owner", None)
    board = desk.board("reader")
    assert board.is_owner()
    board.execute(Claim(task=REF), Actor(desk.login("sato"), via=desk.login("reader")))
    board.database_roles().regrant()


def test_who_may_not_grant_is_told_whom_to_ask(desk: Desk) -> None:
    with pytest.raises(Refused, match="--print") as refusal:
        desk.board("sato").database_roles().apply()
    assert refusal.value.code == "no_right_to_grant"


def test_a_login_that_is_removed_reaches_nothing(desk: Desk) -> None:
    roles = Board.open(desk.url).database_roles()
    roles.remove(desk.login("sato"))
    with pytest.raises(Unavailable, match="permission denied for database"):
        desk.board("sato")
    with pytest.raises(Refused, match="roles show"):
        roles.remove(desk.login("sato"))


def test_a_group_is_no_login(desk: Desk) -> None:
    roles = Board.open(desk.url).database_roles()
    for kind in LIMITED:
        with pytest.raises(Exception, match="can't be a login"):
            roles.add(roles.place.group(kind), "member", None)


def test_a_shared_login_keeps_its_ways(postgres_url: str) -> None:
    """Without roles for the team nothing is checked, as it was."""
    board = Board.open(postgres_url)
    assert kind_of(board) == ""
    board.execute(EnterBoard(), Actor("anybody"))
    board.receive(b"x", "pipe")
