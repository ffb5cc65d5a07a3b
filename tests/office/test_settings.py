import contextlib

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as slowly
from hypothesis import strategies as st

from app.access import clerks
from app.accounts import first_run, sign_in, staff
from app.errors import Refused
from app.office import declared_lists, lists, programmes
from app.office import settings as office
from app.office.settings import Settings
from db import open_database
from tests.conftest import PASSWORD, Clock

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
FIRST = {"office": "شهرداری کرج", "login": "admin", "name": "ن", "password": PASSWORD}


@pytest.fixture
def bare(tmp_path):
    database = open_database(str(tmp_path / "bare.db"), clock=Clock())
    yield database
    database.close()


def test_first_run_furnishes_the_whole_office(bare):
    assert first_run.is_new(bare)
    sheet = first_run.set_up(bare, **FIRST, emblem=PNG)
    assert not first_run.is_new(bare)
    assert (sheet.office, sheet.clerk) == ("شهرداری کرج", "ن")
    assert office.settings(bare) == Settings(office="شهرداری کرج") and office.emblem(bare) == PNG
    assert [name for name in declared_lists.LISTS if not lists.entries(bare, name)] == ["name_spelling"]
    assert [each.name for each in programmes.active(bare)] == ["چهارشنبه‌های مردمی", "پنجشنبه‌های پرسنلی"]
    assert sign_in.sign_in(bare, "admin", PASSWORD).roles == frozenset(clerks.ROLES)
    assert staff.recover(bare, sheet.code, "admin", "654321").login == "admin"


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"office": " "}, "office"),
        ({"office": "ش" * 61}, "office"),
        ({"login": ""}, "login"),
        ({"name": ""}, "name"),
        ({"password": "12345"}, "password"),
        ({"emblem": b"GIF89a"}, "emblem"),
        ({"office": "a\ud800"}, "office"),
        ({"password": "12345\ud800"}, "password"),
    ],
)
def test_first_run_is_done_whole_or_not_at_all(bare, wrong, field):
    with pytest.raises(Refused) as refused:
        first_run.set_up(bare, **FIRST | wrong)
    assert refused.value.field == field
    assert first_run.is_new(bare) and not lists.entries(bare, "unit") and not bare.rows("SELECT id FROM journal")


def test_first_run_is_done_once(db):
    with pytest.raises(Refused):
        first_run.set_up(db, **FIRST | {"login": "second"})
    assert len(clerks.everyone(db)) == 1


@pytest.mark.parametrize(
    "typed, kept",
    [
        ({"recall_limit": "۵"}, {"recall_limit": 5}),
        ({"priority_after": "٣"}, {"priority_after": 3}),
        ({"thursday_works": "1"}, {"thursday_works": 1}),
        ({"display_names": ""}, {"display_names": 0}),
        ({"office": "شهرداري  كرج"}, {"office": "شهرداری کرج"}),
        ({"slip_form": "a5"}, {"slip_form": "a5"}),
    ],
)
def test_settings_are_stored_from_typed_values(db, clerk, typed, kept):
    after = office.change_settings(db, clerk, **typed)
    assert after == office.settings(db)
    assert {name: getattr(after, name) for name in kept} == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"recall_limit": "0"},
        {"recall_limit": "ده"},
        {"recall_limit": "9999999999"},
        {"priority_after": "21"},
        {"priority_after": ""},
        {"slip_form": "a3"},
        {"office": ""},
        {"phone": "1" * 31},
        {"display_names": "²"},
        {"thursday_works": "2"},
    ],
)
def test_wrong_setting_is_refused_beside_its_field_and_changes_nothing(db, clerk, wrong):
    before = office.settings(db)
    with pytest.raises(Refused) as refused:
        office.change_settings(db, clerk, **wrong)
    assert [refused.value.field] == list(wrong)
    assert office.settings(db) == before


@slowly(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(Settings.__dataclass_fields__)), typed=st.text(st.characters(), max_size=40))
def test_any_typed_setting_is_stored_or_refused(db, clerk, name, typed):
    with contextlib.suppress(Refused):
        office.change_settings(db, clerk, **{name: typed})
    assert isinstance(office.settings(db), Settings)


@pytest.mark.parametrize("picture", [b"", b"<svg/>", PNG + bytes(office.EMBLEM_BYTES)])
def test_emblem_must_be_a_small_picture(db, clerk, picture):
    with pytest.raises(Refused):
        office.set_emblem(db, clerk, picture)
    assert office.emblem(db) is None


def test_manager_changes_settings_and_only_an_administrator_the_emblem(db, make_clerk):
    manager = make_clerk("manager")
    office.change_settings(db, manager, recall_limit="2")
    with pytest.raises(Refused):
        office.set_emblem(db, manager, PNG)
