"""The reports that answer the mayor's questions: by official, and the promises ahead and behind."""

import pytest

from app.access.privacy import HIDDEN
from app.figures import reports as period_reports
from app.figures.definitions import Scope
from app.figures.promises import FATES
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.printing import gathering
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft


@pytest.fixture
def scope(db):
    return Scope("2026-09-23", "2026-12-21", programmes.active(db)[0].id)


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(table)` refers a new visit with five working days and returns the referral's id."""
    unit = lists.entries(db, "unit")[0]["id"]

    def make(table=0, **arrival):
        visit = arrive(**arrival)
        steps.call(db, clerk, visit.id, tables[table]["id"])
        draft = Draft(tables[table]["official_id"], "referred", "اقدام شود", (Addressee(unit, working_days=5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id

    return make


def rows(report, at=0):
    heads = [name for name, _ in report.tables[at].columns]
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in report.tables[at].rows}


def figures(report):
    return {each.label: each.now for each in report.figures}


def test_each_official_with_what_came_of_the_referrals(db, clerk, refer, scope, clock):
    one, two, _, other = refer(), refer(), refer(), refer(table=1)
    for slip in (one, two, other):
        answers.record_final(db, clerk, slip, UnitAnswer("done", "شد"))
    verdicts.accept(db, clerk, one)
    verdicts.object_to(db, clerk, two, "نشده است")
    clock.turn(days=21)
    told = rows(period_reports.gather(db, clerk, "referred", scope))
    posts = {row["id"]: row["post"] for row in lists.entries(db, "official")}
    first, second = (posts[row["official_id"]] for row in lists.entries(db, "meeting_table")[:2])
    count = ("ارجاع", "پاسخ داده", "تأییدشده", "ردشده", "پرسیده‌نشده", "باز", "باز و دیرشده")
    assert [told[first][name] for name in count] == [3, 2, 1, 1, 0, 2, 2]
    assert [told[second][name] for name in count] == [1, 1, 0, 0, 1, 0, 0]
    assert told["همه"]["ارجاع"] == 4 and list(told) == [first, second, "همه"]


def test_promises_ahead_are_those_of_the_days_to_the_next_session(db, clerk, session, refer, scope, clock):
    """Five working days after Wednesday 4 Azar is the Wednesday of the next session; a week later none is ahead."""
    answered, _ = refer(), refer()
    sessions.close(db, clerk, session.id, "no_show")
    assert figures(period_reports.gather(db, clerk, "promises_ahead", scope)) == {
        "وعده در این روزها": 2,
        "هنوز بی‌پاسخ": 2,
    }
    answers.record_final(db, clerk, answered, UnitAnswer("done", "شد"))
    report = period_reports.gather(db, clerk, "promises_ahead", scope)
    assert figures(report) == {"وعده در این روزها": 2, "هنوز بی‌پاسخ": 1}
    assert [row[0] for row in report.tables[1].rows] == ["2026-12-02"]
    assert "۱۴۰۵/۰۹/۰۴" in report.period or "1405/09/04" in report.period
    clock.turn(days=14)
    assert figures(period_reports.gather(db, clerk, "promises_ahead", scope))["وعده در این روزها"] == 0


def test_promises_of_the_last_session_each_with_its_fate(db, clerk, session, refer, scope, clock):
    kept, _, hidden = refer(), refer(), refer(category_id=confidential(db), matter="راز")
    answers.record_final(db, clerk, kept, UnitAnswer("done", "شد"))
    verdicts.accept(db, clerk, kept)
    sessions.close(db, clerk, session.id, "no_show")
    clock.turn(days=1)
    now = figures(period_reports.gather(db, clerk, "promises_before", scope))
    assert now == {"وعدهٔ این جلسه": 3} | {fate.label: 0 for fate in FATES.values()} | {
        "در موعد، تأییدشده": 1,
        "هنوز نرسیده": 2,
    }
    clock.turn(days=9)
    report = period_reports.gather(db, clerk, "promises_before", scope)
    assert figures(report)["وعدهٔ شکسته"] == 2
    fell, held = report.tables[1].rows[:2]
    assert (fell[1], held[1]) == (3, 3) and len(report.tables[1].rows) == 2
    matters = {row[4] for row in report.tables[2].rows}
    assert HIDDEN in matters and len(report.tables[2].rows) == 3 and "راز" not in repr(report)
    assert hidden


def confidential(db):
    return next(row["id"] for row in lists.entries(db, "category") if row["confidential"])


def test_report_before_the_first_session_is_empty(db, clerk, scope):
    report = period_reports.gather(db, clerk, "promises_before", scope)
    assert not report.figures and not report.tables[0].rows
    assert not list(period_reports.exported(db, clerk, "promises_before", scope).cells())


@pytest.mark.parametrize("kind", ["referred", "promises_ahead", "promises_before", "reminders"])
def test_each_answer_is_printed_and_exported(db, clerk, session, refer, scope, kind):
    refer()
    period_reports.request(db, clerk, kind, scope)
    paper = next(each for each in requests.waiting(db, clerk.desk) if each.kind == "report")
    assert gathering.document(db, paper).title == period_reports.KINDS[kind].title
    assert len(period_reports.exported(db, clerk, kind, scope).columns) > 3
