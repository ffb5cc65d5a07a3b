"""Dispatch: the slips to send, per unit, and the dispatches that their units have not acknowledged."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.exports import lists as exports
from app.papers import requests
from app.persian.text import fa, isolate
from app.referrals import dispatch, taking_back, to_send
from app.referrals.dispatch import MODES
from app.referrals.to_send import OpenDispatch, Parcel, SlipRow, ToSend
from ui.context import Context
from ui.followup import action_questions as questions
from ui.followup.section import FollowupSection
from ui.followup.taking_back import TakeBackButton
from ui.followup.task_questions import TaskQuestionStack
from ui.followup.words import day, slip_row
from ui.papers.exporting import ExportButton
from ui.parts.button_flow import button_flow
from ui.widgets import Card, Choice, ChoiceBox, Field, KeyButton, ListRow, ListView, column, heading, row
from ui.work import Task

EMPTY = "برگه‌ای برای ارسال یا وصول نمانده است. پس از ثبت پاراف، برگه‌ها به تفکیک واحد این‌جا نمایش داده می‌شوند."


class DispatchSection(FollowupSection):
    """The row of a parcel has its unit's id, the row of a dispatch the negative id of the dispatch."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found = ToSend((), (), ())
        self.list, self.slips, self.head = ListView(EMPTY), ListView("ردیفی را انتخاب کنید."), heading("")
        self.session = ChoiceBox(hint="همهٔ جلسه‌ها")
        self.session.picked.connect(self.refresh)
        self.send = KeyButton("ارسال به این واحد…", "Enter", primary=True)
        self.send_all = KeyButton("ارسال همهٔ واحدها…", "Shift+F5")
        self.has, self.again = KeyButton("وصول همه…", "F5", primary=True), KeyButton("چاپ دوبارهٔ دفتر ارسال", "F8")
        for button, slot in (
            (self.send, self._send),
            (self.send_all, self._send_all),
            (self.has, self._acknowledge),
            (self.again, self._print),
        ):
            button.clicked.connect(slot)
        last = partial(taking_back.latest, clerk=context.clerk, kinds=("dispatched", "acknowledged"))
        self.take_back = TakeBackButton(context, lambda: last)
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.notified)
        self.list.current.connect(self._chosen)
        self.list.chosen.connect(self._act)
        self._build()
        self._chosen(None)
        self.setFocusProxy(self.list)

    def refresh(self, _: str = "") -> None:
        session = self.session.value()
        task = partial(to_send.load, session_id=int(session) if session else None)
        self.context.work.run(task, self._show)
        self.take_back.refresh()

    def _build(self) -> None:
        listed = Card(
            row(Field("فیلتر فهرست", self.list.filter_box(), bare=True), Field("جلسه", self.session, bare=True)),
            self.list,
            row(self.take_back, 1, self.export),
            margin=12,
        )
        listed.inner.setStretchFactor(self.list, 1)
        shown = QWidget()
        inner = column(self.head, self.slips, button_flow(self.send, self.send_all, self.has, self.again), parent=shown)
        inner.setStretchFactor(self.slips, 1)
        self.asking = TaskQuestionStack(self.context.work, shown)
        self.asking.done.connect(partial(self.notified.emit, "done"))
        self.asking.ended.connect(self.list.setFocus)
        self.take_back.ask_in(self.asking)
        row(listed, Card(self.asking, margin=12), gap=12, parent=self)

    def _show(self, found: ToSend) -> None:
        self._found = found
        self.session.set_choices([Choice(str(key), name) for key, name in found.sessions])
        rows = [
            ListRow(each.unit_id, each.unit, f"{len(each.slips)} برگه", tags=(("waits", "برای ارسال"),))
            for each in found.parcels
        ]
        rows += [
            ListRow(
                -each.dispatch_id,
                each.unit_name,
                f"{each.slips} برگه · {_way(each)}",
                time=day(each.day),
                tags=(("accent", "منتظر وصول"),),
            )
            for each in found.dispatches
        ]
        self.list.show_rows(rows)
        if self.list.current_id() is None and rows:
            self.list.set_current(rows[0].id)
        self._chosen(self.list.current_id())

    def _exported(self) -> tuple[str, Task]:
        session = self.session.value()
        return "ارسال و وصول", partial(
            exports.dispatch_listing, clerk=self.context.clerk, session_id=int(session) if session else None
        )

    def _chosen(self, row_id: int | None) -> None:
        parcel = next((each for each in self._found.parcels if each.unit_id == row_id), None)
        may = self.context.clerk.may(*dispatch.ROLES)
        self.send.setVisible(may and parcel is not None)
        self.send_all.setVisible(may and len(self._found.parcels) > 1)
        self.has.setVisible(may and row_id is not None and row_id < 0)
        self.again.setVisible(row_id is not None and row_id < 0)
        if row_id is not None and row_id < 0:
            self.head.setText(fa(next(row.name for row in self.list.rows() if row.id == row_id)))
            self.context.work.run(partial(to_send.unacknowledged, dispatch_id=-row_id), self._show_slips)
        else:
            self.head.setText(fa(parcel.unit) if parcel else "")
            self._show_slips(list(parcel.slips) if parcel else [])

    def _show_slips(self, slips: list[SlipRow]) -> None:
        self.slips.show_rows([slip_row(each) for each in slips])

    def _act(self, row_id: int) -> None:
        (self.has if row_id < 0 else self.send).click()

    def _send(self) -> None:
        parcel = next(each for each in self._found.parcels if each.unit_id == self.list.current_id())
        self._ask_send([parcel], f"{len(parcel.slips)} برگه برای {parcel.unit}")

    def _send_all(self) -> None:
        """Send all parcels in sight, one dispatch with one ledger for each unit."""
        seen = {row.id for row in self.list.rows()}
        parcels = [each for each in self._found.parcels if each.unit_id in seen]
        count = sum(len(each.slips) for each in parcels)
        self._ask_send(parcels, f"{count} برگه برای {len(parcels)} واحد؛ برای هر واحد یک دفتر ارسال")

    def _ask_send(self, parcels: list[Parcel], sentence: str) -> None:
        ids = [slip.referral_id for each in parcels for slip in each.slips]
        self.asking.begin(
            questions.send_slips(sentence), partial(self._sending, ids), "ارسال شد؛ دفتر ارسال چاپ می‌شود."
        )

    def _sending(self, ids: list[int], typed: dict[str, str]) -> Task:
        return partial(
            dispatch.send,
            clerk=self.context.clerk,
            referral_ids=ids,
            mode=typed["mode"],
            office_number=typed["office_number"],
            day=typed["day"],
        )

    def _acknowledge(self) -> None:
        dispatch_id = -(self.list.current_id() or 0)
        question = questions.acknowledge_slips(f"همهٔ برگه‌های دفتر ارسال {dispatch_id} نزد {self.head.text()}")
        self.asking.begin(
            question, partial(self._acknowledging, dispatch_id), "وصول ثبت شد؛ مهلت واحد از همان روز محاسبه می‌شود."
        )

    def _acknowledging(self, dispatch_id: int, typed: dict[str, str]) -> Task:
        return partial(
            dispatch.acknowledge_dispatches, clerk=self.context.clerk, dispatch_ids=[dispatch_id], day=typed["day"]
        )

    def _print(self) -> None:
        dispatch_id = -(self.list.current_id() or 0)
        self.act(
            partial(requests.print_again, clerk=self.context.clerk, kind="ledger", subject_id=dispatch_id),
            "دفتر ارسال دوباره به چاپگر ارسال شد.",
        )


def _way(sent: OpenDispatch) -> str:
    number = f" {isolate(sent.office_number)}" if sent.office_number else ""
    return f"{MODES[sent.mode]}{number}"
