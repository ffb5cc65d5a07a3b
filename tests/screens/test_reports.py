import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

import reports.paraph_papers
from app.journal.writing import SYSTEM
from app.line import steps
from app.office import lists
from app.papers import requests
from app.persian.text import ascii_digits
from app.printing import gathering, jobs
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from tests.support import readback
from tests.support.keyboard import press
from ui.page import Page
from ui.papers.preview import Preview
from ui.papers.viewer import Viewer
from ui.reports.page import ReportsPage
from ui.shell.window import Window
from ui.widgets import column

Key = Qt.Key


@pytest.fixture
def refer(db, clerk, arrive, tables):
    def make():
        visit = arrive(matter="آسفالت کوچه")
        steps.call(db, clerk, visit.id, tables[0]["id"])
        unit = lists.entries(db, "unit")[0]
        paraphs.save(
            db,
            clerk,
            visit.id,
            Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(unit["id"], "lead", "", 15),)),
        )
        return visit

    return make


@pytest.fixture
def wait(qtbot):
    def until(holds):
        qtbot.waitUntil(lambda: bool(holds()))

    return until


@pytest.fixture
def page(show, context):
    """The page of reports in front, with the focus on its list."""
    page = ReportsPage(context)
    holder = QWidget()
    column(page, parent=holder)
    show(holder, 1180, 730)
    page.shown()
    page.setFocus()
    return page


def text(pdf):
    return "\n".join(readback.page_texts(pdf))


def print_all(db):
    for job in jobs.next_jobs(db, ""):
        requests.mark_printed(db, SYSTEM, job.ids)


def names(page):
    return [row.name for row in page.current_section().list.rows()]


def test_draft_minutes_of_the_open_session_are_shown_at_once(page, wait, refer):
    refer()
    minutes = page.sections["minutes"]
    wait(lambda: minutes.viewer.pdf)
    assert "پیش‌نویس" in text(minutes.viewer.pdf)
    assert [row.tags[0][1] for row in minutes.list.rows()] == ["باز"]
    assert minutes.list.hasFocus()


def test_draft_minutes_follow_the_session(page, wait, db, refer, arrive):
    minutes = page.sections["minutes"]
    refer()
    wait(lambda: minutes.viewer.pdf and "00001" in ascii_digits(text(minutes.viewer.pdf)))
    refer()
    wait(lambda: "00002" in ascii_digits(text(minutes.viewer.pdf)))


def test_enter_prints_the_minutes(page, wait, db, clerk, session):
    sessions.close(db, clerk, session.id)
    print_all(db)
    wait(lambda: names(page) and page.sections["minutes"].list.rows()[0].tags[0][1] == "پایان‌یافته")
    press(page, Key.Key_Return)
    wait(lambda: "صورت‌جلسهٔ ۱ به چاپگر ارسال شد" in page.notice.text())
    assert [job.kind for job in jobs.next_jobs(db, "")] == ["minutes"]


def test_session_that_was_never_opened_has_no_minutes(page, wait, db, clerk, session):
    later = sessions.plan(db, clerk, session.programme_id, "2026-12-09")
    sessions.cancel(db, clerk, later.id, "تعطیل شد")
    wait(lambda: len(names(page)) == 1)


def test_minutes_are_saved_as_a_file(page, wait, tmp_path, monkeypatch, session):
    minutes = page.sections["minutes"]
    wait(lambda: minutes.viewer.pdf)
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *given: asked.append(given[2]) or (str(tmp_path / "گزارش"), "")
    )
    press(page, Key.Key_F8)
    wait(lambda: page.notice.text())
    assert asked[0].endswith("صورت‌جلسهٔ 1.pdf") and "ذخیره شد" in page.notice.text()
    assert (tmp_path / "گزارش.pdf").read_bytes() == minutes.viewer.pdf


def test_saving_to_an_unwritable_folder_is_refused(page, wait, tmp_path, monkeypatch, session):
    wait(lambda: page.sections["minutes"].viewer.pdf)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "a.pdf"), ""))
    press(page, Key.Key_F8)
    wait(lambda: "ذخیره نشد" in page.notice.text())


def test_papers_of_today_are_listed_with_their_state(page, wait, db, refer):
    refer()
    print_all(db)
    refer()
    requests.mark_failed(db, SYSTEM, jobs.next_jobs(db, "")[1].ids, "کاغذ تمام شد.")
    press(page, Key.Key_F3)
    wait(lambda: len(names(page)) == 6)
    told = [row.tags[0][1] for row in page.current_section().list.rows()]
    assert told == ["چاپ نشد", "چاپ نشد", "در راه چاپگر", "چاپ شد", "چاپ شد", "چاپ شد"]


def test_paper_printed_again_is_a_reprint(page, wait, db, refer):
    refer()
    print_all(db)
    press(page, Key.Key_F3)
    wait(lambda: page.current_section().list.current_id() and page.current_section().viewer.pdf)
    press(page, Key.Key_Return)
    wait(lambda: jobs.next_jobs(db, ""))
    (paper,) = jobs.next_jobs(db, "")[0].papers
    assert (paper.kind, paper.reprint) == ("receipt", 1)


def test_one_key_prints_all_papers_of_today_again(page, wait, db, refer):
    refer()
    print_all(db)
    press(page, Key.Key_F3)
    wait(lambda: len(names(page)) == 3)
    press(page, Key.Key_F9)
    wait(lambda: len(jobs.next_jobs(db, "")) == 2)
    wait(lambda: "۳ برگه" in page.notice.text())


def test_unprinted_papers_show_their_reason_and_one_key_sends_them_again(page, wait, db, refer):
    refer()
    for job in jobs.next_jobs(db, ""):
        requests.mark_failed(db, SYSTEM, job.ids, "چاپگر خاموش است.")
    wait(lambda: page.tabs["waiting"].text() == "چاپ‌نشده‌ها (۳)")
    press(page, Key.Key_F4)
    wait(lambda: len(names(page)) == 3)
    assert {row.quiet for row in page.current_section().list.rows()} == {"چاپگر خاموش است."}
    press(page, Key.Key_Return)
    wait(lambda: names(page) == [])
    assert len(jobs.next_jobs(db, "")) == 2
    wait(lambda: page.tabs["waiting"].text() == "چاپ‌نشده‌ها")


def test_one_unprinted_paper_is_sent_alone(page, wait, db, refer):
    refer()
    for job in jobs.next_jobs(db, ""):
        requests.mark_failed(db, SYSTEM, job.ids, "چاپگر خاموش است.")
    press(page, Key.Key_F4)
    wait(lambda: len(names(page)) == 3)
    press(page, Key.Key_F5)
    wait(lambda: len(names(page)) == 2)
    assert len(jobs.next_jobs(db, "")) == 1


def test_unprinted_paper_can_be_put_aside(page, wait, db, refer):
    refer()
    for job in jobs.next_jobs(db, ""):
        requests.mark_failed(db, SYSTEM, job.ids, "چاپگر خاموش است.")
    press(page, Key.Key_F4)
    wait(lambda: len(names(page)) == 3)
    press(page, Key.Key_Delete)
    wait(lambda: len(names(page)) == 2)
    assert all("نوبت ۱ ·" not in name or "رسید" in name for name in names(page))


def test_key_asks_for_the_case_of_a_paper(page, wait, qtbot, db, refer):
    visit = refer()
    press(page, Key.Key_F3)
    wait(lambda: names(page))
    with qtbot.waitSignal(page.case_asked) as asked:
        press(page, Key.Key_F6)
    assert asked.args == [visit.id]


def test_hidden_page_reads_nothing_until_it_is_shown(page, wait, refer):
    wait(lambda: page.current_section().is_stale is False)
    page.hide()
    refer()
    wait(lambda: page.current_section().is_stale)
    page.show()
    page.shown()
    assert page.current_section().is_stale is False


def test_paper_drawn_late_does_not_replace_a_newer_one(work, qtbot, show, db, session):
    viewer = show(Viewer(work))
    first = gathering.minutes(db, session.id)
    with qtbot.waitSignal(viewer.drawn):
        viewer.show_documents(lambda _: ([first], "a4"))
        viewer.show_documents(lambda _: ([gathering.Minutes(**{**fields(first), "round": 99})], "a4"))
    assert "99" in ascii_digits(text(viewer.pdf))


def fields(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


# -- over the page


class FieldPage(Page):
    def __init__(self, context):
        super().__init__(context)
        field = QLineEdit()
        column(field, parent=self)
        self.setFocusProxy(field)


@pytest.fixture
def window(show, context):
    window = Window()
    window.add_page("one", "یک", lambda: FieldPage(context))
    show(window, 1366, 768)
    window.show_pages()
    window.go("one")
    return window


def test_preview_covers_the_window_until_esc(window, context, wait, db, refer):
    visit, before = refer(), QApplication.focusWidget()
    preview = Preview.over(window, context, "رسید", lambda db: ([gathering.receipt(db, visit.id)], "a5"))
    wait(lambda: preview.viewer.pdf)
    assert "رسید متقاضی" in text(preview.viewer.pdf) and preview.viewer.hasFocus()
    assert not preview.print.isVisible() and not before.isEnabled()
    press(preview, Key.Key_Escape)
    assert not preview.isVisible() and QApplication.focusWidget() is before


def test_saved_paper_is_printed_from_its_preview(window, context, wait, db, refer):
    visit = refer()
    print_all(db)
    preview = Preview.over(
        window, context, "رسید", lambda db: ([gathering.receipt(db, visit.id)], "a5"), ("receipt", visit.id)
    )
    wait(lambda: preview.viewer.pdf)
    press(preview, Key.Key_Return)
    wait(lambda: window.findChild(Preview) is None and jobs.next_jobs(db, ""))
    assert [job.papers[0].kind for job in jobs.next_jobs(db, "")] == ["receipt"]


def test_preview_that_cannot_be_drawn_says_so(window, context, wait, db, refer, monkeypatch, caplog):
    def broken(*_):
        raise ValueError

    visit = refer()
    monkeypatch.setattr(reports.paraph_papers, "receipt_pdf", broken)
    preview = Preview.over(window, context, "رسید", lambda db: ([gathering.receipt(db, visit.id)], "a4"))
    wait(lambda: "ساخته نشد" in preview.viewer.pages.text)
    assert preview.viewer.pdf == b""
    caplog.clear()
