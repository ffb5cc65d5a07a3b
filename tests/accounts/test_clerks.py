import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import clerks
from app.accounts import sign_in, staff
from app.errors import Refused
from app.office import lists, programmes
from app.office import settings as office
from app.sessions import sessions
from tests.conftest import PASSWORD

ANY_TEXT = st.text(st.characters(), max_size=40) | st.text("۱٢3 -\0\ud800\u202e", max_size=20)
SLOW_HASH = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("login, password", [("admin", "123456"), (" ADMIN ", "۱۲۳۴۵۶"), ("Admin", "١٢٣٤٥٦")])
def test_sign_in_takes_any_digits_and_case(db, login, password):
    assert sign_in.sign_in(db, login, password).name == "ن. نمونه‌ای"


def test_wrong_name_and_wrong_password_get_the_same_refusal(db):
    said = set()
    for login, password in (("admin", "654321"), ("nobody", PASSWORD), ("", "")):
        with pytest.raises(Refused) as refused:
            sign_in.sign_in(db, login, password)
        said.add((refused.value.sentence, refused.value.field))
    assert len(said) == 1


@SLOW_HASH
@given(login=ANY_TEXT, password=ANY_TEXT)
def test_any_typed_text_is_refused_without_an_error(db, login, password):
    with pytest.raises(Refused):
        sign_in.sign_in(db, login, password)
    with pytest.raises(Refused):
        staff.recover(db, password, login, PASSWORD)


@SLOW_HASH
@given(login=ANY_TEXT, name=ANY_TEXT, password=ANY_TEXT)
def test_added_clerk_can_sign_in_or_is_refused(db, clerk, login, name, password):
    try:
        new = staff.add(db, clerk, login=login, name=name, roles=frozenset({"table"}), password=password)
    except Refused:
        return
    assert sign_in.sign_in(db, login, password).id == new


def test_only_the_hash_of_a_password_is_stored(db, clerk):
    staff.add(db, clerk, login="z", name="ز", roles=frozenset({"table"}), password="گذرواژه۱۲۳")
    assert all(row["secret"].startswith("$argon2id$") for row in db.rows("SELECT secret FROM clerk"))
    kept = [row["after"] for row in db.rows("SELECT after FROM journal")]
    assert not [words for words in kept if "گذرواژه123" in words or "argon2" in words]


@pytest.mark.parametrize(
    "door",
    [
        lambda db, clerk: staff.add(db, clerk, login="x", name="x", roles=frozenset({"table"}), password=PASSWORD),
        lambda db, clerk: staff.change(db, clerk, 1, name="x", roles=frozenset({"table"})),
        lambda db, clerk: staff.retire(db, clerk, 1),
        lambda db, clerk: staff.new_recovery(db, clerk),
        lambda db, clerk: office.change_settings(db, clerk, phone="1"),
        lambda db, clerk: office.set_emblem(db, clerk, b""),
        lambda db, clerk: lists.save(db, clerk, "urgency", None, {"name": "x", "working_days": "1"}),
        lambda db, clerk: lists.retire(db, clerk, "urgency", 1),
        lambda db, clerk: sessions.plan(db, clerk, 1, "2026-12-01"),
        lambda db, clerk: sessions.open_today(db, clerk, 1),
        lambda db, clerk: sessions.close(db, clerk, 1),
        lambda db, clerk: sessions.cancel(db, clerk, 1, "علت"),
        lambda db, clerk: sessions.move(db, clerk, 1, "2026-12-01", "علت"),
    ],
)
def test_rule_refuses_a_clerk_without_the_role(db, make_clerk, door):
    before = db.revisions()
    with pytest.raises(Refused, match="نقش"):
        door(db, make_clerk("reception", "table", "secretariat", "followup"))
    assert db.revisions() | {"clerks": 0, "journal": 0} == before | {"clerks": 0, "journal": 0}


def test_role_taken_away_counts_at_once(db, clerk, make_clerk):
    caller = make_clerk("caller")
    staff.change(db, clerk, caller.id, name=caller.name, roles=frozenset({"table"}))
    with pytest.raises(Refused, match="نقش"):
        sessions.open_today(db, caller, programmes.active(db)[0].id)


def test_retired_clerk_is_out_at_once_and_may_come_back(db, clerk, make_clerk):
    caller = make_clerk("caller")
    staff.retire(db, clerk, caller.id)
    with pytest.raises(Refused, match="فعال نیست"):
        sessions.open_today(db, caller, programmes.active(db)[0].id)
    with pytest.raises(Refused):
        sign_in.sign_in(db, "caller", PASSWORD)
    assert caller.id not in [each.id for each in clerks.everyone(db)]
    staff.retire(db, clerk, caller.id, back=True)
    assert sign_in.sign_in(db, "caller", PASSWORD).id == caller.id


def test_last_administrator_cannot_be_retired(db, clerk, make_clerk):
    for attempt in (
        lambda: staff.retire(db, clerk, clerk.id),
        lambda: staff.change(db, clerk, clerk.id, name="ن", roles=frozenset({"table"})),
    ):
        with pytest.raises(Refused, match="مدیر سامانه"):
            attempt()
    make_clerk("administrator")
    staff.retire(db, clerk, clerk.id)
    with pytest.raises(Refused):
        clerks.current(db, clerk.id)


def test_recovery_code_works_once(db, clerk):
    code = staff.new_recovery(db, clerk).code
    typed = code.replace("-", " ").translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert staff.recover(db, typed, "Admin", "تازه۱۲۳۴").id == clerk.id
    assert sign_in.sign_in(db, "admin", "تازه1234").id == clerk.id
    assert not sign_in.has_recovery(db)
    with pytest.raises(Refused) as refused:
        staff.recover(db, code, "admin", "دیگر۱۲۳۴")
    assert refused.value.field == "code"


def test_refused_recovery_does_not_use_up_the_code(db, clerk, make_clerk):
    make_clerk("manager")
    code = staff.new_recovery(db, clerk).code
    for login, password, field in (("manager", PASSWORD, "login"), ("admin", "123", "password")):
        with pytest.raises(Refused) as refused:
            staff.recover(db, code, login, password)
        assert refused.value.field == field
    assert staff.recover(db, code, "admin", "654321").id == clerk.id


def test_new_recovery_sheet_ends_the_old_one(db, clerk):
    old, new = staff.new_recovery(db, clerk).code, staff.new_recovery(db, clerk).code
    with pytest.raises(Refused):
        staff.recover(db, old, "admin", "654321")
    assert staff.recover(db, new, "admin", "654321").id == clerk.id


def test_own_password_is_changed_with_the_present_one(db, clerk):
    with pytest.raises(Refused) as refused:
        staff.change_own_password(db, "nonsense", "admin", "654321")
    assert refused.value.field == "present"
    with pytest.raises(Refused) as refused:
        staff.change_own_password(db, PASSWORD, "admin", "123")
    assert refused.value.field == "password"
    assert staff.change_own_password(db, PASSWORD, "admin", "654321").id == clerk.id
    assert sign_in.sign_in(db, "admin", "654321").id == clerk.id


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"login": "دو واژه"}, "login"),
        ({"login": ""}, "login"),
        ({"login": "ADMIN"}, "login"),
        ({"name": " "}, "name"),
        ({"roles": frozenset()}, "roles"),
        ({"roles": frozenset({"king"})}, "roles"),
        ({"password": "۱۲۳۴۵"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"name": "x" * 81}, "name"),
    ],
)
def test_refusal_names_the_field(db, clerk, changes, field):
    good = {"login": "new", "name": "نو", "roles": frozenset({"table"}), "password": PASSWORD}
    with pytest.raises(Refused) as refused:
        staff.add(db, clerk, **good | changes)
    assert refused.value.field == field
