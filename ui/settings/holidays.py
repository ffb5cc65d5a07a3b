"""The holidays: the office's list, closures by decree, and the confirmation of a year."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.access.clerks import Clerk
from app.closures import entries, letters, year
from app.closures.changes import DayChange
from app.closures.entries import ClosureEffect
from app.closures.view import HolidayList, holiday_list
from app.office.declared_lists import LISTS
from app.office.lists import Entry
from app.persian.calendar import jalali_year, long_day
from app.persian.text import fa
from ui.context import Context
from ui.parts.question import Answer, Question
from ui.settings.list_section import ListSection
from ui.settings.office_list import OfficeListSource
from ui.settings.source import Item, Loaded, Values
from ui.widgets import FieldSpec, KeyButton, ListRow, Notice, label, row, theme
from ui.work import Task

CLOSURE = (
    FieldSpec("day", "روز تعطیلی", "date", row=0),
    FieldSpec("letter", "شمارهٔ نامه", row=0, hint="اگر ابلاغ شده است"),
    FieldSpec("reason", "علت", row=1, hint="مانند آلودگی هوا یا برودت هوا"),
)


EFFECT_WIDTH = 420
"""Least width in pixels of the sentences that say what a closure changes."""
DECREED = "برای روزی که به حکم استانداری یا مراجع دیگر تعطیل شده است. پیش از ثبت، اثر آن بر مهلت‌ها نشان داده می‌شود."


class HolidaySource(OfficeListSource):
    def __init__(self) -> None:
        super().__init__(LISTS["holiday"])
        self.found: HolidayList | None = None

    def load(self) -> Task:
        return holiday_list

    def read(self, result: HolidayList) -> Loaded[Entry]:
        """List the days from today on, then those that are past, the newest first, and last what was taken out."""
        self.found = result
        items = list(super().read(result.contents).items)
        kept = [item for item in items if not item.is_retired]
        ahead = [item for item in kept if _day(item) >= result.year.today]
        past = [item for item in reversed(kept) if _day(item) < result.year.today]
        return Loaded([*ahead, *past, *(item for item in items if item.is_retired)])

    def save(self, clerk: Clerk, entry_id: int | None, values: Values, raw: Values, seen: Item[Entry] | None) -> Task:
        typed = {**values, "day": raw["day"]}
        seen_values = seen.stored.values if seen else None
        return partial(entries.save, clerk=clerk, entry_id=entry_id, values=typed, seen=seen_values)

    def retire(self, clerk: Clerk, entry_id: int, back: bool) -> Task:
        return partial(entries.retire, clerk=clerk, entry_id=entry_id, back=back)

    def waits(self, item: Item[Entry] | None) -> bool:
        """Whether a day waits for its confirmation: it is of a year that is not confirmed, and uncertain."""
        if item is None or self.found is None or item.is_retired or item.stored.values["certain"]:
            return False
        return jalali_year(_day(item)) > self.found.year.confirmed

    def _item(self, entry: Entry) -> Item[Entry]:
        item = super()._item(entry)
        assert self.found
        letter = str(entry.values["letter"] or "")
        quiet = " · ".join(filter(None, (long_day(_day(item)), f"نامهٔ {letter}" if letter else "")))
        tags = list(item.row.tags)
        if entry.id in self.found.closures:
            tags.append(("accent", "تعطیلی اضطراری"))
        if self.waits(item):
            tags.append(("waits", "نیازمند تأیید"))
        return Item(entry, ListRow(entry.id, entry.name, quiet, tags=tuple(tags)), item.values, item.is_retired)


class HolidaysSection(ListSection):
    def __init__(self, context: Context) -> None:
        self._holidays = HolidaySource()
        super().__init__(context, self._holidays)
        self._previewed = ""
        """The day whose effect the closure's question shows."""
        self.told = Notice()
        self.close_day = KeyButton("تعطیلی اضطراری…", "F9")
        self.close_day.clicked.connect(partial(self._ask_closure, {}, None))
        self.confirm_year = KeyButton("", "F6")
        self.confirm_year.clicked.connect(self._ask_year)
        self.letters = KeyButton("نامه‌های تغییر مهلت", "F7")
        self.letters.clicked.connect(self._print_letters)
        self.certain = KeyButton("قطعی است", "F4", small=True)
        self.earlier, self.later = (
            KeyButton("یک روز زودتر", "Alt+Up", small=True),
            KeyButton("یک روز دیرتر", "Alt+Down", small=True),
        )
        self.certain.clicked.connect(partial(self._settle_day, 0))
        self.earlier.clicked.connect(partial(self._settle_day, -1))
        self.later.clicked.connect(partial(self._settle_day, 1))
        self.list_buttons.addWidget(self.close_day)
        self.form_buttons.addWidget(self.letters)
        self._waiting = label(
            "این روز از روی تقویم قمری محاسبه شده است و ممکن است یک روز جابه‌جا شود.", "note", wraps=True
        )
        self.form_column.insertLayout(1, row(self.certain, self.earlier, self.later, 1, gap=8))
        self.form_column.insertWidget(1, self._waiting)
        self.form_column.insertLayout(0, row(self.confirm_year, 1))
        self.form_column.insertWidget(0, self.told)
        self._show_steps()

    def _show(self, result: Any) -> None:
        super()._show(result)
        self._show_steps()

    def _show_entry(self) -> None:
        super()._show_entry()
        self._show_steps()

    def _show_steps(self) -> None:
        """Show what can be done with the day in the form, and with the year that can be confirmed now."""
        found, item = self._holidays.found, self._items.get(self._entry or 0)
        for widget in (self._waiting, self.certain, self.earlier, self.later):
            widget.setVisible(self._holidays.waits(item))
        self.letters.setVisible(bool(found and item and item.id in found.changes))
        can_confirm = found.year.year if found else None
        self.confirm_year.set_text(f"تأیید تعطیلات سال {can_confirm}…")
        self.confirm_year.setVisible(can_confirm is not None)

    # -- a closure by decree

    def _ask_closure(self, values: Values, effect: ClosureEffect | None, *_: object) -> None:
        self._previewed = effect.day if effect else ""
        question = Question("تعطیلی اضطراری", DECREED, CLOSURE, Answer("ثبت تعطیلی" if effect else "ادامه"))
        question.form.fill({**values})
        if effect:
            words = label(_effect_words(effect), "note", wraps=True)
            words.setMinimumWidth(theme.px(EFFECT_WIDTH))
            question.add(words)
        self._ask(question, self._closure_answered)
        if effect:
            question.confirm.setFocus()

    def _closure_answered(self, values: dict[str, str]) -> None:
        """Show first what the closure changes; the second answer about the same day enters it."""
        clerk, work = self.context.clerk, self.context.work
        if self._previewed != values["day"] or not values["day"]:
            asked: Task = partial(entries.effect_of, clerk=clerk, day=values["day"])
            work.run_long(asked, partial(self._ask_closure, values), self.asking.refuse)
        else:
            entered: Task = partial(
                entries.close_day, clerk=clerk, day=values["day"], reason=values["reason"], letter=values["letter"]
            )
            work.run(entered, self._closed, self.asking.refuse)

    def _closed(self, done: DayChange) -> None:
        self.asking.end()
        self._entry, self._is_new = done.entry_id, False
        self._tell("تعطیلی ثبت شد.", done)
        self.refresh()

    # -- the confirmation of a year

    def _ask_year(self) -> None:
        found = self._holidays.found
        if found is None or found.year.year is None:
            return
        question = Question(
            f"تعطیلات سال {found.year.year}",
            "مناسبت‌های قمری این سال از روی تقویم محاسبه شده‌اند. آن‌ها را با تقویم رسمی مقایسه کنید؛ هر روز را می‌توان"
            " قطعی کرد، یک روز جابه‌جا کرد یا کنار گذاشت. با تأیید سال، همهٔ روزهای باقی‌مانده قطعی می‌شوند.",
            (),
            Answer("بررسی روزبه‌روز", values={"step": "list"}),
            Answer("تأیید همهٔ روزهای سال", "F6", {"step": "confirm"}),
        )
        self._ask(question, partial(self._year_answered, found.year.year))

    def _year_answered(self, asked: int, values: dict[str, str]) -> None:
        rule = year.list_year if values["step"] == "list" else year.confirm_year
        task = partial(rule, clerk=self.context.clerk, year=asked)
        self.context.work.run(task, partial(self._year_done, asked, values["step"]), self.asking.refuse)

    def _year_done(self, asked: int, step: str, _: object) -> None:
        self.asking.end()
        if step == "confirm":
            self.told.say("done", f"تعطیلات سال {asked} تأیید شد.")
        self.context.work.run(self._source.load(), partial(self._show_year, asked))

    def _show_year(self, asked: int, result: Any) -> None:
        self._show(result)
        waiting = self._waiting_ids()
        of_year = [each for each in waiting if jalali_year(_day(self._items[each])) == asked]
        if of_year:
            self._go_to(of_year[0])

    def _settle_day(self, by: int, *_: object) -> None:
        """Confirm the day in the form, moved by so many days, and go on to the next one that waits."""
        if self._entry is None:
            return
        clerk, entry_id = self.context.clerk, self._entry
        task: Task = (
            partial(year.move_day, clerk=clerk, entry_id=entry_id, by=by)
            if by
            else partial(year.confirm_day, clerk=clerk, entry_id=entry_id)
        )
        self.context.work.run(task, partial(self._settled, entry_id), self._no)

    def _settled(self, settled: int, done: DayChange) -> None:
        waiting = self._waiting_ids()
        after = waiting[waiting.index(settled) + 1 :] if settled in waiting else []
        if after:
            self._go_to(after[0])
        self._tell("روز قطعی شد.", done)
        self.refresh()

    def _waiting_ids(self) -> list[int]:
        return [each.id for each in self.list.rows() if self._holidays.waits(self._items.get(each.id))]

    def _go_to(self, entry_id: int) -> None:
        self.list.set_current(entry_id)
        self.list.setFocus()

    # -- what moved

    def _saved(self, done: Any) -> None:
        super()._saved(done.entry_id)
        if done.referrals:
            self._tell("ذخیره شد.", done)

    def _retired(self, done: DayChange) -> None:
        self._tell("", done)

    def _tell(self, sentence: str, done: DayChange) -> None:
        """Say what was done and which deadlines moved with it, and offer the letters to the units."""
        if not done.change_id:
            if sentence:
                self.told.say("done", sentence)
            return
        offer = KeyButton("چاپ نامه‌ها", "F12", small=True)
        offer.clicked.connect(partial(self._print_change, done.change_id))
        moved = f"مهلت {done.referrals} ارجاع در {done.units} واحد جابه‌جا شد."
        self.told.say("done", f"{sentence} {moved}".strip(), action=offer)

    def _print_letters(self) -> None:
        if self._holidays.found and self._entry is not None:
            self._print_change(self._holidays.found.changes[self._entry])

    def _print_change(self, change_id: int, *_: object) -> None:
        task = partial(letters.print_letters, clerk=self.context.clerk, change_id=change_id)
        self.context.work.run(task, self._letters_asked, self._no)

    def _letters_asked(self, count: int) -> None:
        self.told.say("done", f"{count} نامه به چاپگر ارسال شد.")

    def _ask(self, question: Question, answered: Callable[[dict[str, str]], None]) -> None:
        """Ask in place of the form. The list and its keys rest until the question is answered or left: one of them
        would ask again and lose what was typed."""
        self.told.close_notice()
        self.listed.setEnabled(False)
        self.asking.ask(question, answered)


def _day(item: Item[Entry]) -> str:
    return str(item.stored.values["day"])


def _effect_words(effect: ClosureEffect) -> str:
    words = [f"{long_day(effect.day)} تعطیل می‌شود."]
    if effect.referrals:
        words.append(
            f"مهلت {effect.referrals} ارجاع باز در {effect.units} واحد جابه‌جا می‌شود؛ تاریخی که به متقاضیان اعلام شده"
            " است تغییر نمی‌کند."
        )
    else:
        words.append("مهلت هیچ ارجاع بازی جابه‌جا نمی‌شود.")
    words += [f"جلسهٔ «{name}» در این روز برنامه‌ریزی شده است؛ آن را منتقل کنید." for name in effect.sessions]
    return fa(" ".join(words))
