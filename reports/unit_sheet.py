"""«برگهٔ چهارشنبهٔ واحد»: one A4 for each unit's manager before the session, with room for the mayor's decisions."""

from collections.abc import Iterator, Sequence

from app.figures.definitions import RANKED_FROM, share_of
from app.papers.unit_sheet import SheetDecision, SheetReferral, UnitSheet, UnitSheets
from app.persian.calendar import MONTHS, WEEKDAYS, jalali, weekday
from app.persian.text import fa, isolate
from app.referrals.state import OPEN, STAGES
from reports.charts import percent
from reports.letter import NBSP, due_text, ordinal, quoted
from reports.one_line import one_line
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span
from reports.unit_sheet_rows import (
    SIDE,
    SIZE,
    SMALL,
    WIDTH,
    SheetRow,
    SheetSection,
    TalkLine,
    draw_section,
    fit_sections,
)

TOP, BOTTOM = 10 * MM, A4[1] - 9 * MM
FIGURES, SIGNATURES = 13.2 * MM, 15 * MM
LAST_FIGURE = 2.6
"""Width of the last figure, for each of the others'."""
NOTHING = "در این برنامه هیچ واحدی ارجاع باز یا دستور پیشین ندارد."
DUE_BY = {"unit": "مهلت واحد", "promise": "وعده به متقاضی", "legal": "مهلت قانونی", "": ""}


def unit_sheets_pdf(document: UnitSheets) -> bytes:
    sheet = Sheet(*A4, _title(document, [unit.unit for unit in document.units]), document.letterhead.office)
    for place, unit in enumerate(document.units):
        if place:
            sheet.next_page()
        _draw_unit(sheet, document, unit)
    if not document.units:
        y = _draw_head(sheet, document, "")
        sheet.write([Span(NOTHING, 10.6)], SIDE, y, WIDTH)
    return sheet.save()


def _title(document: UnitSheets, units: Sequence[str]) -> str:
    name = f"برگهٔ {WEEKDAYS[weekday(document.day)]}ٔ واحد"
    return fa(f"{name} — {units[0]}" if len(units) == 1 else name)


def _draw_unit(sheet: Sheet, document: UnitSheets, unit: UnitSheet) -> None:
    y = _draw_head(sheet, document, unit.unit)
    y = _draw_figures(sheet, document, unit, y)
    foot = BOTTOM - SIGNATURES
    for shown in fit_sections(_sections(document, unit), foot - y):
        y = draw_section(sheet, shown, y)
    _draw_signatures(sheet, document, unit)


def _draw_head(sheet: Sheet, document: UnitSheets, unit: str) -> float:
    """Draw the running head, and the title beside the office; return the height below."""
    session = f"جلسهٔ {document.round}، " if document.round else "جلسهٔ "
    name = [Span(f"{fa(unit)} · ", SIZE, "Bold")] if unit else []
    about = Span(fa(f"برای {session}{due_text(document.day)}"), SIZE)
    sheet.write_line(one_line(name, about, (), WIDTH), SIDE, TOP + 2.5 * MM, WIDTH, "right")
    made = f"تهیه:{NBSP}{isolate(jalali(document.made_day))}"
    sheet.write_line(one_line((), Span(fa(made), SIZE), (), WIDTH), SIDE, TOP + 2.5 * MM, WIDTH, "left")
    y = TOP + 5.5 * MM
    sheet.rule(SIDE, y, WIDTH, weight=0.8)
    head = document.letterhead
    office = one_line((), Span(fa(f"{head.office} · {head.programme}"), SIZE), (), WIDTH / 2)
    sheet.write_line(office, SIDE, y + 5.4 * MM, WIDTH, "left")
    title = Span(_title(document, [unit] if unit else []), 13.5, "Bold")
    sheet.write_line(one_line((), title, (), WIDTH - office.width - 4 * MM), SIDE, y + 5.4 * MM, WIDTH, "right")
    return y + 10 * MM


def _draw_figures(sheet: Sheet, document: UnitSheets, unit: UnitSheet, y: float) -> float:
    figures = (
        ("ردشدهٔ متقاضی", len(unit.denied)),
        (f"تا {isolate(jalali(document.until))}", len(unit.due)),
        ("وعدهٔ شکسته", len(unit.broken)),
        ("بار سوم و بیشتر", len(unit.again)),
        ("دیرکرد", len(unit.late)),
    )
    across, x = WIDTH / (len(figures) + LAST_FIGURE), SIDE + WIDTH
    sheet.box(SIDE, y, WIDTH, FIGURES, 1.3 * MM, 1.1)
    for label, count in figures:
        x -= across
        sheet.rule(x, y, 0, FIGURES, weight=0.6)
        _draw_figure(sheet, x, y, across, label, [Span(fa(count), 15, "Bold")])
    share = percent(share_of(unit.accepted, unit.asked)) if unit.asked >= RANKED_FROM else "—"
    whole = percent(share_of(unit.load_accepted, unit.load_asked))
    beside = f"  واحدهای {unit.load}: {whole}{NBSP}از{NBSP}{unit.load_asked}"
    label = f"درست در بار اول، یک سال: {unit.accepted} از {unit.asked} پرسیده"
    _draw_figure(sheet, SIDE, y, x - SIDE, label, [Span(share, 15, "Bold"), Span(fa(beside), SMALL)])
    return y + FIGURES


def _draw_figure(sheet: Sheet, x: float, y: float, width: float, label: str, spans: Sequence[Span]) -> None:
    left, inner = x + 1.5 * MM, width - 3 * MM
    with sheet.one_paragraph():
        sheet.write_line(one_line((), Span(fa(label), SMALL), (), inner), left, y + 3.4 * MM, inner, "right")
        sheet.write_line(one_line(spans, Span("", SMALL), (), inner), left, y + 8.8 * MM, inner, "right")


def _draw_signatures(sheet: Sheet, document: UnitSheets, unit: UnitSheet) -> None:
    names = ("مسئول دبیرخانه", f"مدیر {unit.unit}: دیدم", document.official_post)
    across, y = WIDTH / len(names), BOTTOM - 5 * MM
    for place, name in enumerate(names):
        left, width = SIDE + WIDTH - (place + 1) * across + 3 * MM, across - 6 * MM
        sheet.rule(left, y, width, weight=0.8)
        sheet.write_line(one_line((), Span(fa(name), SIZE), (), width), left, y + 2.6 * MM, width, "centre")


def _sections(document: UnitSheets, unit: UnitSheet) -> list[SheetSection]:
    """Return the sections in the order in which they are talked about."""
    until = isolate(jalali(document.until))
    return [
        SheetSection(
            "دستورهای پیشین و آنچه شد", "", [_decision_row(each) for each in unit.decisions], 3, 5, is_tall=True
        ),
        SheetSection(
            "واحد پاسخ داده، متقاضی رد کرده",
            "",
            [_denied_row(each) for each in unit.denied],
            4,
            8,
            is_tall=True,
            rest="قدیمی‌ترین‌ها",
        ),
        SheetSection(
            "تا جلسهٔ بعد باید پاسخ دهد",
            f"تا {until}",
            [_row(each, each.due_day, _due_note(each)) for each in unit.due],
            3,
            5,
        ),
        SheetSection(
            "وعدهٔ شکسته",
            "روز: گفتهٔ خود واحد",
            [_row(each, each.promised_day, quoted(each.promise)) for each in unit.broken],
            2,
            5,
        ),
        SheetSection(
            "بار سوم و بیشتر آمده‌اند",
            "روز: آخرین مراجعه",
            [_row(each, each.last_visit_day, f"بار {ordinal(each.times)}، {_state(each)}") for each in unit.again],
            2,
            5,
        ),
        SheetSection(
            "قدیمی‌ترین دیرشده‌ها",
            "روز: مهلت واحد",
            [_row(each, each.unit_due_day, _late_note(each)) for each in unit.late],
            2,
            2,
            rest="بقیه در فهرست «دیرکرد»",
        ),
    ]


def _row(referral: SheetReferral, day: str, note: str) -> SheetRow:
    return SheetRow(referral.number, referral.visitor, referral.matter, day=jalali(day) if day else "", note=note)


def _denied_row(referral: SheetReferral) -> SheetRow:
    return SheetRow(referral.number, referral.visitor, referral.matter, _lateness(referral), _talk(referral))


def _decision_row(decision: SheetDecision) -> SheetRow:
    referral, told = decision.referral, TalkLine("دستور:", quoted(decision.words) or "—")
    below = isolate(jalali(decision.session_day))
    return SheetRow(referral.number, referral.visitor, referral.matter, below, (told, _became(decision)))


def _talk(referral: SheetReferral) -> tuple[TalkLine, TalkLine]:
    return (
        TalkLine(f"واحد، {_short(referral.answer_day)}:", quoted(referral.answer) or "—"),
        TalkLine(f"متقاضی، {_short(referral.objected_day)}:", quoted(referral.objection) or "—"),
    )


def _became(decision: SheetDecision) -> TalkLine:
    """Return what became of a decision: the answer since then with the visitor's word, or that none has come."""
    referral = decision.referral
    if not decision.answered_since:
        since = [_lateness(referral), _promise(referral)] if referral.stage in OPEN else [STAGES[referral.stage]]
        return TalkLine("", "، ".join(filter(None, ("هنوز پاسخی نرسیده", *since))))
    if referral.is_denied:
        denied = f"رد شد، {_short(referral.objected_day)}:"
        return TalkLine(denied, quoted(referral.objection) or "—", _lateness(referral))
    word = {"accepted": "تأییدشده", "closed": "مختومه"}.get(referral.stage, "نظر پرسیده نشده")
    return TalkLine(f"پاسخ، {_short(referral.answer_day)}:", quoted(referral.answer) or "—", f"· {word}")


def _short(day: str) -> str:
    """Return the day and the month, without the weekday and the year: «21 بهمن»."""
    return f"{int(jalali(day)[8:])}{NBSP}{MONTHS[int(jalali(day)[5:7]) - 1]}" if day else "—"


def _promise(referral: SheetReferral) -> str:
    return f"وعدهٔ واحد {_short(referral.promised_day)}" if referral.promised_day else ""


def _lateness(referral: SheetReferral) -> str:
    if referral.late:
        return f"{referral.late} روز دیر"
    return f"تا {isolate(jalali(referral.unit_due_day))}" if referral.unit_due_day and not referral.is_paused else ""


def _state(referral: SheetReferral) -> str:
    """Return how the referral stands, in few words."""
    return next(_states(referral))


def _states(referral: SheetReferral) -> Iterator[str]:
    if referral.is_denied:
        yield f"ردشده، {referral.late} روز دیر" if referral.late else "ردشده"
    if referral.late:
        yield f"{referral.late} روز دیر"
    if referral.is_paused:
        yield "مهلت متوقف"
    if referral.has_interim:
        yield "پاسخ میانی"
    yield "در مهلت"


def _due_note(referral: SheetReferral) -> str:
    return f"{DUE_BY[referral.due_by]}، {_state(referral)}"


def _late_note(referral: SheetReferral) -> str:
    days = f"{referral.late} روز"
    return f"{days}، {referral.reminders} پیرو" if referral.reminders else days
