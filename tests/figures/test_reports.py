"""Reports of a period, every figure worked out by hand from a few visits; on both engines."""

from dataclasses import dataclass, replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.privacy import HIDDEN
from app.errors import Refused
from app.exports import lists as exports
from app.figures import attendance, scorecard, scorecard_sheet
from app.figures import reports as period_reports
from app.figures.attendance import Times
from app.figures.definitions import Scope
from app.line import steps
from app.office import lists, programmes
from app.office.declared_lists import LISTS
from app.papers import requests
from app.persian.text import fa
from app.printing import gathering, jobs
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.spreadsheets import writing as listing
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor
from reports.period_report import period_report_pdf
from tests.conftest import CODES
from tests.support import readback

BOTH = frozenset({"here", "open", "mobile"})


@dataclass
class Office:
    db: object
    clerk: object
    clock: object
    session: object = None

    def open(self, audience="citizen"):
        programme = next(each for each in programmes.active(self.db) if each.audience == audience)
        self.session = sessions.open_today(self.db, self.clerk, programme.id)

    def close(self):
        sessions.close(self.db, self.clerk, self.session.id, "no_show")

    def ids(self, name):
        return {row.get("code") or row["name"]: row["id"] for row in lists.entries(self.db, name)}

    def came(self, n, category="سایر", **given):
        """Register the nth person; the category is the one of the session's programme."""
        audience = "staff" if "پرسنلی" in self.session.programme else "citizen"
        chosen = next(
            row["id"]
            for row in lists.entries(self.db, "category")
            if row["name"] == category and row["audience"] == audience
        )
        staff = {"personnel_number": str(n), "workplace": "حراست"} if audience == "staff" else {}
        person = Visitor(code=CODES[n], first_name="نمونه", last_name=f"آزمایشی {n}", mobile=f"0912000000{n}", **staff)
        return register(self.db, self.clerk, self.session.id, Arrival(person, chosen, accepted=BOTH, **given))

    def met(self, visit, table, outcome="settled", *units, minutes=5):
        """Call a visit, meet it for some minutes, and return its referrals of five working days each."""
        table = lists.entries(self.db, "meeting_table")[table]
        steps.call(self.db, self.clerk, visit.id, table["id"])
        steps.came(self.db, self.clerk, visit.id)
        self.clock.turn(minutes=minutes)
        saved = paraphs.save(
            self.db,
            self.clerk,
            visit.id,
            Draft(
                table["official_id"],
                outcome,
                "بررسی شود" if units else "",
                tuple(Addressee(self.ids("unit")[unit], "lead", "", 5) for unit in units),
            ),
        )
        return [row.id for row in paraphs.referrals(self.db, saved.paraph_id)]


@pytest.fixture
def office(db, clerk, clock):
    """Wednesdays 4 and 11 Azar 1405 for citizens, and Thursday 12 for staff; it is Saturday 14.

    4 Azar: 0 arrives at 9:00 and is met at 9:00 at the mayor's table (10 minutes): district 1 and the inspection.
    1 arrives at 9:10, is called at 9:30 and met 5 minutes at table 1: settled. 2 arrives at 9:35 and is absent.
    11 Azar: 0 comes again about the same at 9:00, waits 60 minutes: district 1. 3 arrives at 10:05 and waits 10.
    """
    made = Office(db, clerk, clock)
    made.open()
    district = made.ids("unit")["R01"]
    first, second = made.met(
        made.came(0, "عمران و آسفالت", district_id=district), 0, "referred", "R01", "D02", minutes=10
    )
    one = made.came(1, "شهرسازی و ساختمان")
    clock.turn(minutes=20)
    made.met(one, 1)
    made.came(2, "شکایت از کارکنان یا واحد")
    made.close()
    dispatch.acknowledge(db, clerk, [first, second])
    clock.turn(days=2)
    answers.record_final(db, clerk, first, UnitAnswer("done", "شد"))
    verdicts.accept(db, clerk, first)
    clock.now = clock.now.replace(month=12, day=2, hour=5, minute=30)
    made.open()
    old = db.required_row("SELECT MIN(id) AS id FROM visit")["id"]
    again = made.came(0, "عمران و آسفالت", district_id=district, same_as=old)
    clock.turn(minutes=60)
    made.met(again, 0, "referred", "R01")
    last = made.came(3, "عمران و آسفالت")
    clock.turn(minutes=10)
    made.met(last, 1, "phoned", minutes=15)
    made.close()
    clock.turn(days=1)
    made.open("staff")
    made.met(made.came(4, "شکایت از مدیر"), 0, "referred", "D02")
    made.close()
    clock.turn(days=2)
    return made


@pytest.fixture
def autumn(office):
    return Scope("2026-09-23", "2026-12-21", programmes.active(office.db)[0].id)


def table(report, at=0):
    return {
        row[0]: dict(zip([name for name, _ in report.tables[at].columns][1:], row[1:], strict=True))
        for row in report.tables[at].rows
    }


def figures_of(report):
    return {figure.label: (figure.now, figure.before) for figure in report.figures}


def outcome_values(db, name, code):
    row = next(row for row in lists.entries(db, name, retired=True) if row["code"] == code)
    return row["id"], {column.name: str(row[column.name] or "") for column in LISTS[name].columns}


@pytest.mark.parametrize(
    ("name", "code", "flag"),
    [
        ("visit_outcome", "referred", "referral"),
        ("visit_outcome", "settled", "referral"),
        ("response_outcome", "done", "counts"),
    ],
)
def test_meaning_of_an_outcome_in_use_cannot_be_changed(db, clerk, office, autumn, name, code, flag):
    before = period_reports.gather(db, clerk, "season", autumn)
    entry_id, values = outcome_values(db, name, code)
    with pytest.raises(Refused) as refused:
        lists.save(db, clerk, name, entry_id, values | {flag: "" if values[flag] else "1"})
    assert refused.value.field == flag
    lists.save(db, clerk, name, entry_id, values | {"name": "نام دیگر"})
    lists.retire(db, clerk, name, entry_id)
    assert period_reports.gather(db, clerk, "season", autumn) == before


@pytest.mark.parametrize(("name", "flag"), [("visit_outcome", "referral"), ("response_outcome", "counts")])
def test_meaning_of_an_outcome_no_record_has_can_be_changed(db, clerk, office, name, flag):
    values = {"code": "new", "name": "نتیجهٔ تازه"}
    entry_id = lists.save(db, clerk, name, None, values)
    lists.save(db, clerk, name, entry_id, values | {flag: "1"})
    assert outcome_values(db, name, "new")[1][flag] == "1"


def test_every_outcome_that_refers_counts_as_referred(db, clerk, office, autumn):
    lists.save(db, clerk, "visit_outcome", None, {"code": "urgent", "name": "ارجاع فوری", "referral": "1"})
    with db.transaction():
        db.rows("UPDATE visit SET outcome = 'urgent' WHERE outcome = 'referred'")
        db.rows("UPDATE paraph SET outcome = 'urgent' WHERE outcome = 'referred'")
    assert attendance.counts(db, autumn, "whole")[autumn.programme_id]["referred"] == 2
    assert sum(each["referred"] for each in attendance.paraphs(db, autumn, "official").values()) == 2


@pytest.mark.parametrize(
    ("since", "until", "named", "compared"),
    [
        ("2026-09-23", "2026-12-21", "پاییز 1405", "تابستان 1405"),  # 90 days beside 93
        ("2026-03-21", "2026-06-21", "بهار 1405", "زمستان 1404"),  # 93 days beside 89
        ("2026-11-22", "2026-12-21", "آذر 1405", "آبان 1405"),
        ("2026-03-21", "2027-03-20", "سال 1405", "سال 1404"),
        (
            "2026-11-25",
            "2026-12-02",
            "\u20681405/09/04\u2069 تا \u20681405/09/11\u2069",
            "\u20681405/08/26\u2069 تا \u20681405/09/03\u2069",
        ),
    ],
)
def test_every_report_names_a_period_and_the_one_before_alike(db, clerk, office, since, until, named, compared):
    scope = Scope(since, until, programmes.active(db)[0].id)
    chosen = [name for name, kind in period_reports.KINDS.items() if not kind.span]
    printed = [period_reports.gather(db, clerk, kind, scope) for kind in chosen]
    printed.append(scorecard_sheet.gather(db, clerk, scope))
    assert {each.period for each in printed} == {named}
    _, before, *_ = scorecard_sheet.gather(db, clerk, scope).whole.standings
    assert before.period.name == compared
    assert all(each.compared.startswith(compared) for each in printed[:-1])


def test_season_and_scorecard_compare_with_the_same_days(db, clerk, office):
    """Summer has 93 days and autumn 90: counted back in days, a referral of 1 Tir would be in no period."""
    with db.transaction():
        db.rows("UPDATE followup SET issued_day = '2026-06-22'")
    scope = Scope("2026-09-23", "2026-12-21", programmes.active(db)[0].id)
    sent = next(each for each in period_reports.gather(db, clerk, "season", scope).figures if each.label == "ارجاع")
    assert sent.before == 3
    assert scorecard.compute(db, clerk, scope).standings[1].tally["sent"] == 3


def test_season_report_shows_three_months_beside_the_three_before(db, clerk, autumn):
    report = period_reports.gather(db, clerk, "season", autumn)
    assert (report.title, report.period) == ("گزارش سه‌ماهه", "پاییز 1405")
    shown = figures_of(report)
    assert {name: now for name, (now, _) in shown.items()} == {
        "جلسه": 2,
        "مراجعه": 5,
        "ملاقات": 4,
        "مراجعه‌کننده": 4,
        "جدید": 4,
        "میانهٔ انتظار (دقیقه)": 15,  # 0, 20, 60, 10
        # The inspection's five working days ended on 11 Azar, a working day ago; those of the second visit on 18.
        "ارجاع": 3,
        "پاسخ داده": 1,
        "تا روز وعده": 0.5,
        "پرسیده از متقاضی": 1,
        "تأیید از پرسیده": 1.0,
    }
    assert all(before in (0, None) for _, before in shown.values())
    groups = table(report)
    assert list(groups) == ["مناطق", "ادارات کل", "همه"]
    assert [(each["ارجاع"], each["پاسخ"], each["تأیید"]) for each in groups.values()] == [
        (2, 1, 1.0),
        (1, 0, None),
        (3, 1, 1.0),
    ]
    months = table(report, 1)
    assert list(months) == ["آذر 1405", "همه"]
    assert months["همه"] == {
        "جلسه": 2,
        "مراجعه": 5,
        "نفر": 5,
        "ملاقات": 4,
        "غایب": 1,
        "انصراف": 0,
        "ارجاع‌شده": 2,
        "حل در محل": 1,
        "میانهٔ انتظار": 15,
    }
    [visits, shares] = report.charts
    assert [value for _, value in visits.bars] == [3, 2] and visits.bars[0][0] == "09/04"
    assert dict(shares.bars)["مناطق"] == 1.0
    winter = Scope("2026-12-22", "2027-03-20", autumn.programme_id)
    later = figures_of(period_reports.gather(db, clerk, "season", winter))
    assert later["مراجعه"] == (0, 5) and later["تأیید از پرسیده"] == (None, 1.0)


def test_report_by_category_counts_confidential_categories_together(db, clerk, autumn):
    categories = table(period_reports.gather(db, clerk, "category", autumn))
    assert list(categories) == ["عمران و آسفالت", "شهرسازی و ساختمان", HIDDEN, "همه"]
    roads = categories["عمران و آسفالت"]
    assert (roads["مراجعه"], roads["ملاقات"], roads["ارجاع‌شده"], roads["همان موضوع"]) == (3, 3, 2, 1)
    assert (roads["ارجاع"], roads["پاسخ"], roads["به‌هنگام"], roads["دیرشده"]) == (3, 1, 0.5, 1)
    assert categories["شهرسازی و ساختمان"]["حل در محل"] == 1 and categories[HIDDEN]["ملاقات"] == 0
    districts = table(period_reports.gather(db, clerk, "district", autumn))
    assert {name: (each["مراجعه"], each["ارجاع"]) for name, each in districts.items()} == {
        "منطقهٔ 1": (2, 3),
        "بدون منطقه": (3, 0),
        "همه": (5, 3),
    }


def test_report_of_categories_across_districts(db, clerk, autumn):
    [crossed] = period_reports.gather(db, clerk, "crossed", autumn).tables
    assert [name for name, _ in crossed.columns] == ["موضوع", "منطقهٔ 1", "بدون منطقه", "همه"]
    assert crossed.rows == (
        ("عمران و آسفالت", 2, 1, 3),
        ("شهرسازی و ساختمان", 0, 1, 1),
        (HIDDEN, 0, 1, 1),
        ("همه", 2, 3, 5),
    )


def test_reports_by_official_and_by_table(db, clerk, autumn):
    officials = table(period_reports.gather(db, clerk, "official", autumn))
    assert {
        name: (each["پاراف"], each["ارجاع‌شده"], each["حل در محل"], each["ارجاع"]) for name, each in officials.items()
    } == {"شهردار کرج": (2, 2, 0, 3), "معاون شهرسازی و معماری": (2, 0, 1, 0), "همه": (4, 2, 1, 3)}
    tables = table(period_reports.gather(db, clerk, "table", autumn))
    assert {
        name: (each["ملاقات"], each["میانهٔ ملاقات"], each["صدک ۹۰ ملاقات"], each["پاراف"])
        for name, each in tables.items()
    } == {"میز 1": (2, 10, 15, 2), "میز شهردار": (2, 8, 10, 2), "همه": (4, 8, 15, 4)}  # 10 and 5; 5 and 15


def test_report_of_new_and_returning_visitors(db, clerk, autumn):
    report = period_reports.gather(db, clerk, "visitors", autumn)
    assert {name: now for name, (now, _) in figures_of(report).items()} == {
        "مراجعه": 5,
        "مراجعه‌کننده": 4,
        "جدید": 4,
        "مراجعهٔ تکراری": 1,
        "سهم تکراری": 0.2,
        "همان موضوع": 1,
    }
    rows = [(row[2:]) for row in report.tables[0].rows]
    assert rows == [(3, 3, 3, 0, 0.0, 0), (2, 2, 1, 1, 0.5, 1), (5, 4, 4, 1, 0.2, 1)]
    assert report.tables[1].rows == (("1 بار", 3, 0.75), ("2 بار", 1, 0.25))
    second = Scope("2026-12-01", "2026-12-02", autumn.programme_id)
    then = figures_of(period_reports.gather(db, clerk, "visitors", second))
    assert (then["جدید"], then["مراجعهٔ تکراری"]) == ((1, 0), (1, 0))


def test_report_of_who_came_again(db, clerk, office, autumn):
    """0 came twice; the inspection's five working days ended on 11 Azar, a working day ago."""
    report = period_reports.gather(db, clerk, "returning", autumn)
    assert {name: now for name, (now, _) in figures_of(report).items()} == {
        "مراجعه": 5,
        "مراجعهٔ تکراری": 1,
        "سهم تکراری": 0.2,
        "مراجع تکراری": 1,
        "3 بار و بیشتر، باز": 0,
    }
    often, others = report.tables
    assert often.rows == ()
    assert others.rows == (
        ("نمونه آزمایشی 0", 2, "2026-12-02", "عمران و آسفالت", "ادارهٔ کل بازرسی", "پاسخی نرسیده است", 2, 1),
    )
    newest = db.required_row("SELECT MAX(referral_id) AS id FROM followup WHERE programme_id = 1")["id"]
    dispatch.acknowledge(db, clerk, [newest])
    answers.record_final(db, clerk, newest, UnitAnswer("done", "لکه‌گیری شد."))
    verdicts.object_to(db, clerk, newest, "هنوز چاله است")
    office.clock.now = office.clock.now.replace(day=9)
    office.open()
    office.came(0, "سایر")
    [row] = period_reports.gather(db, clerk, "returning", autumn).tables[0].rows
    assert row[1:3] == (3, "2026-12-09") and row[4] == "ادارهٔ کل بازرسی", "the one that is late longest"
    inspection = db.required_row("SELECT MIN(referral_id) AS id FROM followup WHERE stage <> 'accepted'")["id"]
    answers.record_final(db, clerk, inspection, UnitAnswer("done", "شد"))
    [row] = period_reports.gather(db, clerk, "returning", autumn).tables[0].rows
    assert row[4:7] == ("منطقهٔ 1", "انجام شد: لکه‌گیری شد؛ متقاضی: هنوز چاله است", 1)


def test_report_of_who_came_again_covers_a_confidential_matter(db, clerk, office, autumn):
    with db.transaction():
        db.rows("UPDATE category SET confidential = 1 WHERE name = 'عمران و آسفالت'")
    [row] = period_reports.gather(db, clerk, "returning", autumn).tables[1].rows
    assert row == ("نمونه آزمایشی 0", 2, "2026-12-02", HIDDEN, HIDDEN, "—", 2, 1)


def test_paper_says_how_many_rows_are_in_the_file_alone(db, clerk, autumn, tmp_path):
    report = period_reports.gather(db, clerk, "returning", autumn)
    long = replace(report.tables[1], rows=report.tables[1].rows * 41)
    found = readback.text(period_report_pdf(replace(report, tables=(long,))), "pdfium", tmp_path)
    assert not readback.missing("دیگر مراجعه‌کنندگان تکراری (۴۰ از ۴۱ ردیف؛ همه در خروجی اکسل)", found)


def test_report_of_waits_by_the_hour_of_arrival(db, clerk, autumn):
    report = period_reports.gather(db, clerk, "waits", autumn)
    assert table(report) == {
        "09 تا 10": {"فراخوانده": 3, "میانهٔ انتظار": 20, "صدک ۹۰": 60, "بیشترین": 60},
        "10 تا 11": {"فراخوانده": 1, "میانهٔ انتظار": 10, "صدک ۹۰": 10, "بیشترین": 10},
        "همه": {"فراخوانده": 4, "میانهٔ انتظار": 15, "صدک ۹۰": 60, "بیشترین": 60},
    }
    assert [chart.bars for chart in report.charts] == [(("09", 20), ("10", 10)), (("09", 60), ("10", 10))]


def test_staff_sessions_are_counted_apart(db, clerk, make_clerk, autumn):
    staff = Scope(autumn.since, autumn.until, programmes.active(db)[1].id)
    report = period_reports.gather(db, clerk, "season", staff)
    assert report.letterhead.programme == "پنجشنبه‌های پرسنلی"
    assert (figures_of(report)["مراجعه"][0], figures_of(report)["ارجاع"][0]) == (1, 1)
    assert list(table(period_reports.gather(db, clerk, "category", staff))) == [HIDDEN, "همه"]
    for role in ("reception", "caller", "table", "secretariat", "administrator", "confidential"):
        someone = make_clerk(role)
        for act in (period_reports.gather, period_reports.exported, period_reports.request):
            with pytest.raises(Refused, match="نقش"):
                act(db, someone, "season", staff)


def test_requested_report_is_printed_like_any_paper(db, clerk, make_clerk, autumn):
    for kind in period_reports.KINDS:
        period_reports.request(db, clerk, kind, autumn)
    waiting = [paper for paper in requests.waiting(db, clerk.desk) if paper.kind == "report"]
    assert [gathering.document(db, paper) for paper in waiting] == [
        period_reports.gather(db, clerk, kind, autumn) for kind in period_reports.KINDS
    ]
    listed = next(each for each in jobs.papers_of_today(db, clerk) if each.paper.id == waiting[0].id)
    assert (listed.name, listed.about) == ("گزارش سه‌ماهه، پاییز ۱۴۰۵", "چهارشنبه‌های مردمی")
    reader = make_clerk("reception")
    assert "report" not in {each.paper.kind for each in jobs.papers_of_today(db, reader)}
    with pytest.raises(Refused, match="نقش"):
        requests.print_again(db, reader, "report", waiting[0].subject_id)


@pytest.mark.parametrize("kind", period_reports.KINDS)
def test_every_table_is_exported_to_a_worksheet_of_its_own(db, clerk, autumn, kind, tmp_path):
    report = period_reports.gather(db, clerk, kind, autumn)
    listing.save(period_reports.exported(db, clerk, kind, autumn), tmp_path / "a.xlsx", lambda _: True)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.worksheets) == len(report.tables) + 1
    assert [sheet.max_row - 1 for sheet in book.worksheets] == [
        *(len(table.rows) for table in report.tables),
        len(report.figures),
    ]
    listing.save(period_reports.exported(db, clerk, kind, autumn), tmp_path / "a.csv", lambda _: True)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert all(table.title in text for table in report.tables[1:]) and "در یک نگاه" in text


def test_exported_table_holds_numbers_not_texts(db, clerk, autumn):
    made = period_reports.exported(db, clerk, "category", autumn)
    first = dict(zip(made.headers(), next(iter(made.cells())), strict=True))
    assert first["موضوع"] == "عمران و آسفالت" and first["مراجعه"] == 3 and first["به‌هنگام (٪)"] == 50.0
    exports.record_export(db, clerk, made.title)


@pytest.mark.parametrize("kind", period_reports.KINDS)
def test_text_of_every_report_can_be_read_back(db, clerk, autumn, kind, tmp_path):
    report = period_reports.gather(db, clerk, kind, autumn)
    found = readback.text(period_report_pdf(report), "pdfium", tmp_path)
    names = " ".join(name for each in report.tables if each.rows for name, _ in each.columns)
    assert not readback.missing(fa(f"{report.title} {names}"), found)
    assert not readback.missing(fa(" ".join(report.definitions)), found)


def test_report_of_an_empty_period_says_so(db, clerk, tmp_path):
    empty = Scope("2020-03-20", "2020-06-20", programmes.active(db)[0].id)
    for kind in period_reports.KINDS:
        found = readback.text(period_report_pdf(period_reports.gather(db, clerk, kind, empty)), "pdfium", tmp_path)
        assert "چیزی برای شمردن نبوده" in found, kind
    with pytest.raises(Refused, match="پیش از آغاز"):
        period_reports.gather(db, clerk, "season", Scope("2026-11-25", "2026-11-01", empty.programme_id))


@given(st.lists(st.integers(0, 600), min_size=1))
def test_nine_of_ten_waits_lie_within_the_percentile_and_half_within_the_median(lengths):
    times = Times(tuple(float(length) for length in lengths))
    assert sum(length <= times.percentile_90 for length in lengths) >= 0.9 * len(lengths)
    assert sum(length < times.percentile_90 for length in lengths) < 0.9 * len(lengths)
    assert sum(length <= times.median + 0.5 for length in lengths) * 2 >= len(lengths)
    assert times.median <= times.percentile_90 + 1 <= times.longest + 1


def test_percentile_is_by_the_nearest_rank():
    assert (Times().median, Times().percentile_90, Times().longest) == (None, None, None)
    ten = Times(tuple(float(n) for n in range(1, 11)))
    assert (ten.percentile_90, ten.longest) == (9, 10)
    assert attendance.merge_times([ten, Times((30.0,))]).percentile_90 == 10
