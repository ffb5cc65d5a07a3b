"""Today's papers, and the papers that no printer has taken, each with the reason."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from app.exports import lists as exports
from app.papers import requests
from app.persian.calendar import local_day, local_time, short_day
from app.persian.text import isolate, without_isolates
from app.printing import jobs
from app.printing.jobs import ListedPaper
from ui.papers.viewer import Gather
from ui.reports.section import ReportsSection
from ui.widgets import KeyButton, ListRow
from ui.widgets.frames import TagKind
from ui.work import Task


class PapersSection(ReportsSection):
    """The base of both lists of papers."""

    topics = frozenset({"papers", "paraphs"})
    _papers: Mapping[int, ListedPaper] = MappingProxyType({})

    def keep(self, found: list[ListedPaper]) -> list[ListedPaper]:
        self._papers = {each.paper.id: each for each in found}
        return found

    def current(self) -> ListedPaper | None:
        return self._papers.get(self.list.current_id() or 0)

    def gather(self, row_id: int) -> Gather:
        return partial(jobs.document_to_read, clerk=self.context.clerk, listed=self._papers[row_id])

    def title(self, row_id: int) -> str:
        return without_isolates(self._papers[row_id].name)

    def case_button(self) -> KeyButton:
        self.case = KeyButton("پرونده", "F6")
        self.case.clicked.connect(self._open_case)
        return self.case

    def _open_case(self) -> None:
        if (listed := self.current()) and listed.visit_id:
            self.case_asked.emit(listed.visit_id)


class TodaySection(PapersSection):
    empty = "امروز هنوز برگه‌ای خواسته نشده است. با ثبت مراجعه و پاراف، برگه‌ها چاپ می‌شوند و این‌جا می‌آیند."

    def buttons(self) -> Sequence[QWidget]:
        self.again = KeyButton("چاپ دوباره", "Enter", primary=True)
        self.all = KeyButton("چاپ دوبارهٔ همهٔ امروز", "F9")
        self.again.clicked.connect(self._again)
        self.list.chosen.connect(self._again)
        self.all.clicked.connect(self._all)
        return self.again, self.all, self.case_button()

    def reading(self) -> Task:
        return partial(jobs.papers_of_today, clerk=self.context.clerk)

    def exported(self) -> tuple[str, Task]:
        return "برگه‌های امروز", partial(exports.paper_listing, clerk=self.context.clerk, which="today")

    def rows(self, found: list[ListedPaper]) -> list[ListRow]:
        for button in (self.again, self.all, self.case):
            button.setEnabled(bool(found))
        return [
            ListRow(
                each.paper.id, each.name, each.about, time=isolate(local_time(each.paper.asked_at)), tags=tags(each)
            )
            for each in self.keep(found)
        ]

    def _again(self) -> None:
        if listed := self.current():
            paper = listed.paper
            self.act(
                partial(requests.print_again, clerk=self.context.clerk, kind=paper.kind, subject_id=paper.subject_id),
                f"{listed.name} دوباره به چاپگر ارسال شد.",
            )

    def _all(self) -> None:
        self.context.work.run(partial(requests.print_today_again, clerk=self.context.clerk), self._sent, self._no)

    def _sent(self, count: int) -> None:
        self.notified.emit("done", f"{count} برگهٔ امروز این رایانه دوباره به چاپگر ارسال شد، با نشان «المثنی».")


class WaitingSection(PapersSection):
    empty = "هیچ برگه‌ای چاپ‌نشده نمانده است. برگه‌ای که چاپگر نپذیرد، با علت آن این‌جا می‌ماند تا دوباره چاپ شود."
    lines = 4  # the end of the reason says what to do about it

    def buttons(self) -> Sequence[QWidget]:
        self.send = KeyButton("چاپ دوبارهٔ همه", "Enter", primary=True)
        self.send_one = KeyButton("چاپ دوبارهٔ همین برگه", "F5")
        self.drop = KeyButton("کنار گذاشتن", "Delete")
        self.send_one.clicked.connect(self._send_one)
        self.send.clicked.connect(self._send)
        self.list.chosen.connect(self._send)
        self.drop.clicked.connect(self._drop)
        return self.send, self.send_one, self.drop, self.case_button()

    def reading(self) -> Task:
        return partial(jobs.waiting_papers, clerk=self.context.clerk)

    def exported(self) -> tuple[str, Task]:
        return "چاپ‌نشده‌ها", partial(exports.paper_listing, clerk=self.context.clerk, which="waiting")

    def rows(self, found: list[ListedPaper]) -> list[ListRow]:
        for button in (self.send, self.send_one, self.drop, self.case):
            button.setEnabled(bool(found))
        return [
            ListRow(each.paper.id, f"{each.name} · {each.about}", each.paper.reason, time=_when(each.paper.asked_at))
            for each in self.keep(found)
        ]

    def _send(self) -> None:
        self.act(partial(requests.retry_failed, clerk=self.context.clerk))

    def _send_one(self) -> None:
        if listed := self.current():
            self.act(partial(requests.retry, clerk=self.context.clerk, paper_id=listed.paper.id))

    def _drop(self) -> None:
        if listed := self.current():
            self.act(
                partial(requests.drop, clerk=self.context.clerk, paper_id=listed.paper.id),
                f"{listed.name} از فهرست کنار گذاشته شد؛ از «برگه‌های امروز» باز هم چاپ می‌شود.",
            )


def _when(moment: str) -> str:
    """Return day and time: an unprinted paper may be of an earlier day."""
    return f"{short_day(local_day(moment))} {isolate(local_time(moment))}"


def tags(listed: ListedPaper) -> tuple[tuple[TagKind, str], ...]:
    paper = listed.paper
    found: list[tuple[TagKind, str]] = [
        ("good", "چاپ شد")
        if paper.state == "printed"
        else ("plain", "کنار گذاشته شد")
        if paper.state == "dropped"
        else ("late", "چاپ نشد")
        if paper.reason
        else ("waits", "در راه چاپگر")
    ]
    found += [("plain", "المثنی")] if paper.reprint else []
    found += [("late", "باطل")] if listed.void else []
    return tuple(found)
