"""A unit's answer file goes out, comes back in the state people leave it in, and is recorded once."""

import csv
import io
from datetime import date, datetime

import pytest

from app.access import clerks
from app.answer_files import recording, writing
from app.answer_files.columns import HEADERS
from app.answer_files.reading import ReceivedFile
from app.errors import Refused
from app.journal import chain
from app.office import lists
from app.referrals import answers, deadlines, lifecycle, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from tests.support.opendocument import opendocument


def verdicts_of(db, clerk, *files):
    return [(row.number, row.verdict) for row in recording.preview(db, clerk, files).rows]


def sentence(db, clerk, *files):
    (row,) = recording.preview(db, clerk, files).rows
    assert row.verdict == "refused" and row.answer is None
    return row.sentence


def record(db, clerk, *files):
    seen = [row.referral_id for row in recording.preview(db, clerk, files).to_record()]
    return recording.record(db, clerk, files, seen)


def recorded(db, owed):
    return [
        (each.outcome, each.words, each.day, each.unit_number) for each in answers.of_referral(db, owed.referral_id)
    ]


# -- what goes out


def test_answer_file_holds_the_open_referrals_of_its_unit(db, clerk, refer, file_for):
    first, second, other = refer(matter="جدول شکسته"), refer(), refer(1)
    made = file_for()
    assert {row[0] for row in made.rows()} == {first.number, second.number} and other.number not in str(made.rows())
    line = made.line(first.number)
    assert "جدول شکسته" in made.text(line, "matter") and "بررسی و اقدام شود" in made.text(line, "paraph")
    assert made.text(line, "code").isdecimal() and len(made.text(line, "code")) == 12
    assert [made.text(line, name) for name in ("outcome", "words", "day", "letter", "other_unit")] == [None] * 5
    assert (made.text(line, "issued"), made.text(line, "objection")) == ("۱۴۰۵/۰۹/۰۴", None)


def test_answer_file_reads_from_the_right_and_offers_choices(db, clerk, refer, file_for):
    refer()
    made = file_for()
    assert made.sheet.sheet_view.rightToLeft and made.sheet.freeze_panes == "B3"
    assert made.sheet.auto_filter.ref == "A2:N3" and not made.sheet.protection.sheet
    rules = {str(rule.sqref): rule for rule in made.sheet.data_validations.dataValidation}
    offered = {HEADERS[name]: rules[f"{letter}3"] for name, letter in (("outcome", "I"), ("other_unit", "M"))}
    lists_sheet = made.book["Lists"]
    assert lists_sheet.sheet_state == "hidden" and {each.type for each in offered.values()} == {"list"}
    assert [cell.value for cell in lists_sheet["I"] if cell.value] == [each.name for each in answers.outcomes(db)]
    assert [cell.value for cell in lists_sheet["M"] if cell.value] == [name for _, name in lists.choices(db, "unit")]
    assert rules["A3"].type == rules["N3"].type == "custom", "what the office filled is not typed over"


def test_answer_file_carries_the_objection(db, clerk, refer, file_for, clock):
    owed = refer()
    answers.record_final(db, clerk, owed.referral_id, UnitAnswer("done", "انجام شد"))
    verdicts.object_to(db, clerk, owed.referral_id, "هیچ کاری نشده است")
    made = file_for()
    assert made.text(made.line(owed.number), "objection") == "هیچ کاری نشده است"
    again = made.answer(owed, "انجام شد").saved()
    assert verdicts_of(db, clerk, again) == [(owed.number, "new")], "the same words answer the objection"


def test_answer_file_leaves_confidential_referrals_out_and_says_so(db, clerk, refer, file_for, districts):
    secret = lists.entries(db, "category")[1]["id"]
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1 WHERE id = :id", id=secret)
    open_one, hidden, alone = refer(), refer(category_id=secret, matter="راز"), refer(1, category_id=secret)
    made = file_for()
    assert [row[0] for row in made.rows()] == [open_one.number]
    everything = str([[cell.value for cell in row] for sheet in made.book for row in sheet])
    assert "راز" not in everything and hidden.number not in everything and "۱ ارجاع محرمانه" in everything
    with pytest.raises(Refused, match="ارجاع بازی ندارند"):
        writing.make(db, clerk, [alone.unit_id])
    asked = {each.unit_id: each for each in writing.units_to_ask(db)}
    assert (asked[open_one.unit_id].open, asked[open_one.unit_id].confidential) == (2, 1)


def test_answer_file_row_of_a_matter_made_confidential_since_is_refused(db, clerk, refer, file_for):
    owed = refer()
    came = file_for().answer(owed).saved()
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    assert "محرمانه" in sentence(db, clerk, came)
    assert "جدول تعویض شد" not in repr(recording.preview(db, clerk, [came]))


def test_answer_file_key_is_made_once_and_stays_out_of_the_journal(db, clerk, refer, file_for):
    owed = refer()
    one, two = file_for(), file_for()
    assert one.text(3, "mark") == two.text(3, "mark")
    key = db.required_row("SELECT value FROM setting WHERE name = 'answer_file_key'")["value"]
    told = db.rows(
        "SELECT action, subject, before, after FROM journal WHERE subject IN ('answer_key', 'answer_file') ORDER BY id"
    )
    assert [(row["action"], row["subject"]) for row in told] == [
        ("make", "answer_key"), ("export", "answer_file"), ("export", "answer_file")
    ]  # fmt: skip
    assert key not in str(db.rows("SELECT * FROM journal")) and len(key) == 64
    assert verdicts_of(db, clerk, one.answer(owed).saved()) == [(owed.number, "new")]


# -- what comes back


def test_answer_file_is_recorded_and_kept(db, clerk, refer, file_for, clock):
    first, second, left = refer(), refer(), refer()
    clock.turn(days=3)
    made = (
        file_for()
        .answer(first, letter="۱۲۳/۴", day="۱۴۰۵/۰۹/۰۵")
        .answer(second, "در دستور کار است", "در برنامه قرار گرفت")
    )
    came = made.saved()
    judged = recording.preview(db, clerk, [came])
    assert [(row.number, row.verdict) for row in judged.rows] == [(first.number, "new"), (second.number, "new")]
    assert judged.unanswered == 1
    done = record(db, clerk, came)
    assert (done.answers, done.passed, done.files) == (2, 0, 1)
    assert recorded(db, first) == [("done", "جدول تعویض شد", "2026-11-26", "123/4")]
    assert recorded(db, second) == [("planned", "در دستور کار است", "2026-11-28", "")] and recorded(db, left) == []
    (kept,) = recording.kept_files(db, clerk)
    assert (kept.name, kept.clerk, kept.answers) == (came.name, clerk.name, 2)
    assert recording.kept_file(db, clerk, kept.id).data == came.data


def test_answer_file_imported_twice_is_recorded_once(db, clerk, refer, file_for):
    owed = refer()
    came = file_for().answer(owed).saved()
    record(db, clerk, came)
    head = chain.head(db)
    (row,) = recording.preview(db, clerk, [came]).rows
    assert row.verdict == "same" and "۱۴۰۵/۰۹/۰۴" in row.sentence
    with pytest.raises(Refused, match="پاسخ جدیدی ندارند"):
        recording.record(db, clerk, [came], [])
    assert chain.head(db) == head and len(recorded(db, owed)) == len(recording.kept_files(db, clerk)) == 1


def test_answer_file_of_a_referral_that_moved_on_is_not_recorded(db, clerk, refer, file_for):
    answered, objected, extended = refer(), refer(), refer()
    came = file_for().answer(answered).answer(objected).answer(extended).saved()
    for each in (answered, objected):
        answers.record_final(db, clerk, each.referral_id, UnitAnswer("partly", "بخشی"))
    verdicts.object_to(db, clerk, objected.referral_id, "نه")
    deadlines.extend(db, clerk, extended.referral_id, "3", "برف", "مدیر")
    assert verdicts_of(db, clerk, came) == [
        (answered.number, "changed"), (objected.number, "changed"), (extended.number, "new")
    ]  # fmt: skip


def test_answer_file_is_good_again_after_its_answer_was_taken_back(db, clerk, refer, file_for):
    owed = refer()
    came = file_for().answer(owed).saved()
    record(db, clerk, came)
    taking_back.take_back(db, clerk, taking_back.last_act(db, clerk, owed.referral_id).step_id)
    assert verdicts_of(db, clerk, came) == [(owed.number, "new")]


def test_answer_files_of_one_act_are_taken_back_together(db, clerk, refer, file_for):
    all_owed = [refer(), refer()]
    made = file_for()
    for owed in all_owed:
        made.answer(owed)
    record(db, clerk, made.saved())
    act = taking_back.last_act(db, clerk, all_owed[0].referral_id)
    taking_back.take_back(db, clerk, act.step_id, whole=True)
    assert [lifecycle.get(db, each.referral_id).stage for each in all_owed] == ["issued", "issued"]


def test_answer_file_passes_on_what_is_not_the_units_duty(db, clerk, refer, file_for, districts):
    owed = refer()
    other = districts[3]
    came = file_for().answer(owed, "در محدودهٔ ما نیست", None, other_unit=other["name"]).saved()
    (row,) = recording.preview(db, clerk, [came]).rows
    assert row.verdict == "passing" and other["name"] in row.answer_line
    assert record(db, clerk, came).passed == 1
    assert lifecycle.get(db, owed.referral_id).stage == "passed"
    onward = db.required_row("SELECT unit_id, stage FROM followup WHERE passed_from = :id", id=owed.referral_id)
    assert (onward["unit_id"], onward["stage"]) == (other["id"], "issued")
    assert verdicts_of(db, clerk, came) == [(owed.number, "same")]


def test_answer_file_does_not_pass_a_complaint_to_the_unit_it_is_about(db, clerk, refer, file_for, districts):
    owed = refer(against_unit_id=districts[3]["id"])
    came = file_for().answer(owed, "مربوط به ما نیست", None, other_unit=districts[3]["name"]).saved()
    assert "شکایت" in sentence(db, clerk, came)


def test_several_answer_files_are_recorded_in_one_act_or_not_at_all(db, clerk, refer, file_for):
    first, second = refer(), refer(1)
    files = [file_for().answer(first).saved(), file_for(1).answer(second).saved()]
    seen = [row.referral_id for row in recording.preview(db, clerk, files).to_record()]
    answers.record_final(db, clerk, second.referral_id, UnitAnswer("partly", "بخشی"))
    head = chain.head(db)
    with pytest.raises(Refused, match="در این فاصله"):
        recording.record(db, clerk, files, seen)
    assert chain.head(db) == head and recorded(db, first) == [] and recording.kept_files(db, clerk) == []
    assert record(db, clerk, *files).answers == 1
    assert [kept.name for kept in recording.kept_files(db, clerk)] == ["پاسخ.xlsx"]


def test_answer_files_with_one_name_are_kept_apart(db, clerk, refer, file_for):
    first, second = refer(), refer(1)
    assert record(db, clerk, file_for().answer(first).saved(), file_for(1).answer(second).saved()).files == 2
    assert {kept.answers for kept in recording.kept_files(db, clerk)} == {1}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1405/9/5", "2026-11-26"), ("۱۴۰۵-۰۹-۰۵", "2026-11-26"), ("14050905", "2026-11-26"),
        ("2026-11-26", "2026-11-26"), (date(2026, 11, 26), "2026-11-26"),
        (datetime(2026, 11, 26, 10, 30), "2026-11-26"), (14050905, "2026-11-26"), (None, "2026-11-28"),
    ],
)  # fmt: skip
def test_answer_file_day_is_read_however_it_was_written(db, clerk, refer, file_for, clock, typed, day):
    owed = refer()
    clock.turn(days=3)
    record(db, clerk, file_for().answer(owed, day=typed).saved())
    assert recorded(db, owed)[0][2] == day


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "دیروز"}, "سال/ماه/روز"),
        ({"day": date(1405, 9, 4)}, "سال/ماه/روز"),
        ({"day": "1405/09/30"}, "هنوز نیامده"),
        ({"day": "1405/08/01"}, "نباید پیش از"),
        ({"outcome": "عالی شد"}, "در فهرست نتیجه‌ها نیست"),
        ({"outcome": "پاسخ نامرتبط (برگشت داده شد)"}, "در فهرست نتیجه‌ها نیست"),
        ({"outcome": None}, "خالی است"),
        ({"words": None}, "متن پاسخ را بنویسید"),
        ({"words": "ا" * 2001}, "حداکثر"),
        ({"letter": "1" * 61}, "حداکثر"),
        ({"other_unit": "ادارهٔ خیالی"}, "در فهرست واحدها نیست"),
        ({"other_unit": "شهرداری منطقه ۹"}, "یکی از آن دو"),
        ({"number": None}, "خالی است"),
        ({"number": "1405/م/99999"}, "صادر نشده"),
        ({"number": "سلام"}, "صادر نشده"),
        ({"code": "140510000199"}, "به هم نمی‌خورد"),
        ({"code": None}, "به هم نمی‌خورد"),
        ({"mark": None}, "نشان این ردیف"),
        ({"mark": "1-0-AAAAAAAAAAAAAAAA"}, "به هم نمی‌خورد"),
    ],
)
def test_answer_file_row_is_refused_with_its_sentence(db, clerk, refer, file_for, districts, changes, said):
    owed = refer()
    if "other_unit" in changes and "منطقه" in changes["other_unit"]:
        changes = {"other_unit": districts[3]["name"]}
    came = file_for().answer(owed, **changes).saved()
    assert said in sentence(db, clerk, came)
    assert recorded(db, owed) == []


def test_answer_file_numbers_that_changed_places_are_refused(db, clerk, refer, file_for):
    first, second = refer(), refer()
    made = file_for().answer(first).answer(second)
    lines = made.line(first.number), made.line(second.number)
    made.put(lines[0], "number", second.number), made.put(lines[1], "number", first.number)
    assert {verdict for _, verdict in verdicts_of(db, clerk, made.saved())} == {"refused"}


def test_answer_file_row_of_another_unit_is_refused(db, clerk, refer, file_for):
    mine, theirs = refer(), refer(1)
    made, other = file_for().answer(mine), file_for(1).answer(theirs)
    made.put_rows([*made.rows(), *other.rows()])
    assert verdicts_of(db, clerk, made.saved()) == [(mine.number, "new"), (theirs.number, "refused")]
    made.sheet.delete_rows(1)
    assert {verdict for _, verdict in verdicts_of(db, clerk, made.saved())} == {"refused"}, "whose file it is, is lost"


def test_answer_file_row_that_came_twice_is_recorded_once(db, clerk, refer, file_for):
    same, differs = refer(), refer()
    made = file_for().answer(same).answer(differs)
    rows = made.rows()
    twin = list(rows[1])
    twin[made.column("words") - 1] = "چیز دیگر"
    made.put_rows([*rows, rows[0], twin])
    assert sorted(verdicts_of(db, clerk, made.saved())) == sorted(
        [(same.number, "new"), (same.number, "same"), (differs.number, "refused"), (differs.number, "refused")]
    )


def test_answer_file_of_an_office_that_is_not_ours_is_refused(db, clerk, refer, file_for):
    owed = refer()
    came = file_for().answer(owed).saved()
    with db.write("office"):
        db.rows("UPDATE setting SET value = :key WHERE name = 'answer_file_key'", key="ab" * 32)
    assert "به هم نمی‌خورد" in sentence(db, clerk, came)


def test_answer_file_may_be_sorted_and_given_columns_and_rows(db, clerk, refer, file_for):
    owed = [refer() for _ in range(4)]
    made = file_for()
    for each in owed[1:]:
        made.answer(each, f"پاسخ {each.number}")
    made.put_rows([*reversed(made.rows()), [], ["جمع", 4]])
    made.sheet.insert_cols(3)
    made.sheet.cell(2, 3).value, made.sheet.cell(3, 3).value = "یادداشت ما", "مهم"
    made.sheet.delete_cols(made.column("matter")), made.sheet.delete_cols(made.column("day"))
    made.sheet.insert_rows(1)
    record(db, clerk, made.saved())
    assert [[each[1] for each in recorded(db, one)] for one in owed] == [
        [],
        *([f"پاسخ {one.number}"] for one in owed[1:]),
    ]


def test_answer_file_saved_as_opendocument_or_csv_is_read(db, clerk, refer, file_for, clock):
    first, second = refer(), refer()
    clock.turn(days=3)
    made = file_for().answer(first, "دو  فاصله", day=date(2026, 11, 26))
    table = [[cell.value for cell in row] for row in made.sheet.iter_rows()]
    record(db, clerk, ReceivedFile("پاسخ.ods", opendocument(table)))
    assert recorded(db, first) == [("done", "دو فاصله", "2026-11-26", "")]
    text = io.StringIO()
    csv.writer(text).writerows([cell.value for cell in row] for row in file_for().answer(second).sheet.iter_rows())
    record(db, clerk, ReceivedFile("پاسخ.csv", text.getvalue().encode("utf-8-sig")))
    assert recorded(db, second)[0][1] == "جدول تعویض شد"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("پاسخ.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "پسوند xlsx"),
        ("پاسخ.xlsx", b"PK\x03\x04 broken", "آسیب دیده"),
        ("پاسخ.ods", b"nothing", "آسیب دیده"),
        ("عکس.jpg", b"\xff\xd8\xff\xe0\x00\x10", "فهرست نیست"),
        ("نام‌ها.csv", "نام,نام خانوادگی\nرضا,نمونه\n".encode(), "پاسخ‌نامه نیست"),
        ("خالی.csv", b"", "پاسخ‌نامه نیست"),
    ],
)  # fmt: skip
def test_answer_file_that_is_none_is_refused_and_the_others_go_on(db, clerk, refer, file_for, name, data, said):
    owed = refer()
    bad, good = recording.preview(db, clerk, [ReceivedFile(name, data), file_for().answer(owed).saved()]).rows
    assert bad.verdict == "refused" and said in bad.sentence and bad.line == 0
    assert good.verdict == "new"


@pytest.mark.parametrize("column", ["code", "outcome", "words"])
def test_answer_file_without_a_needed_column_is_refused(db, clerk, refer, file_for, column):
    owed = refer()
    made = file_for().answer(owed)
    made.sheet.delete_cols(made.column(column))
    assert HEADERS[column] in sentence(db, clerk, made.saved())


def test_answer_file_with_a_column_twice_is_refused(db, clerk, refer, file_for):
    owed = refer()
    made = file_for().answer(owed)
    made.sheet.cell(2, 15).value = HEADERS["words"]
    assert "دو بار" in sentence(db, clerk, made.saved())


def test_answer_file_refusals_can_be_saved(db, clerk, refer, file_for):
    owed = refer()
    judged = recording.preview(db, clerk, [file_for().answer(owed, outcome="عالی").saved()])
    head, row = csv.reader(io.StringIO(recording.refusal_list(judged).decode("utf-8-sig")))
    assert head[2] == "شمارهٔ ارجاع" and row[2] == owed.number and "نتیجه" in row[5]


def test_answer_file_kept_is_closed_once_its_matter_is_confidential(db, clerk, make_clerk, refer, file_for):
    owed = refer()
    record(db, clerk, file_for().answer(owed).saved())
    other = make_clerk("followup")
    (kept,) = recording.kept_files(db, other)
    assert recording.kept_file(db, other, kept.id).name == "پاسخ.xlsx"
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    with pytest.raises(Refused, match="محرمانه"):
        recording.kept_file(db, clerks.current(db, other.id), kept.id)


def test_answer_file_that_was_never_filled_records_nothing(db, clerk, refer, file_for):
    refer(), refer()
    judged = recording.preview(db, clerk, [file_for().saved()])
    assert (judged.rows, judged.unanswered) == ((), 2)


def test_answer_file_cells_stay_text(db, clerk, refer, file_for):
    owed = refer(matter="=1+1")
    made = file_for()
    assert "=1+1" in made.text(made.line(owed.number), "matter")
    assert all(cell.data_type != "f" for row in made.sheet.iter_rows() for cell in row)


def test_answer_file_with_a_hundred_answers_is_one_act(db, clerk, refer, file_for):
    owed = [refer() for _ in range(100)]
    made = file_for()
    for each in owed:
        made.answer(each, f"پاسخ {each.number}")
    came = made.saved()
    assert record(db, clerk, came).answers == 100
    assert [recorded(db, each)[0][1] for each in owed] == [f"پاسخ {each.number}" for each in owed]
    acts = db.rows("SELECT DISTINCT act FROM referral_step WHERE kind = 'answered'")
    assert len(acts) == 1 and lifecycle.get(db, owed[99].referral_id).stage == "answered"
