"""The referral slip: a letter to the unit, with the paraph, its deadline, and room for the unit's own report."""

from app.papers.documents import Slip
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import (
    CONFIDENTIAL,
    FOOT,
    Area,
    applicant_fields,
    draw_barcode,
    draw_letterhead,
    draw_tag,
    draw_title,
    draw_watermark,
    join_fields,
    reprint_marks,
    session_suffix,
)
from reports.sheet import LEADING, MM, Sheet
from reports.text_line import Span, lay_out

REPORT = 14 * MM
"""Least height of the unit's report below the head row of its box."""
RESULTS = ("انجام شد", "در دست اقدام", "خلاف ضوابط", "خارج از وظایف")


def draw_slip(sheet: Sheet, area: Area, slip: Slip) -> bool:
    """Return False when the slip does not fit the area at its scale; the caller then rewinds the sheet."""
    if slip.void:
        draw_watermark(sheet, area, "باطل")
    facts = [("شماره", slip.number), ("تاریخ", jalali(slip.day))]
    facts += [("پیوست", f"{slip.enclosures} برگ" if slip.enclosures else "ندارد")]
    y = draw_letterhead(sheet, area, slip.letterhead, facts, slip.confidential)
    name = "رونوشت جهت اطلاع" if slip.copy else "برگهٔ ارجاع"
    marks = [*([slip.urgency] if slip.urgency else []), *reprint_marks(slip.reprint)]
    y = draw_title(sheet, area, y, name + session_suffix(slip.round), marks)
    for text in _body(area, slip):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    y = _draw_paraph(sheet, area, slip, y + 1.5 * MM) + 1 * MM
    if text := _deadline_and_copies(area, slip):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    bottom = area.bottom - FOOT
    if not slip.copy:
        y = _draw_report_box(sheet, area, y + 1 * MM, max(bottom - 2 * MM, y + REPORT + 8 * MM))
    _draw_foot(sheet, area, slip, bottom)
    return y <= bottom


def _body(area: Area, slip: Slip) -> list[list[Span]]:
    if slip.replaces:
        replaced = f"این برگه جایگزین شمارهٔ {isolate(fa(slip.replaces))} است که باطل شد."
    matter = fa(f"{slip.category} — {slip.matter}" if slip.matter else slip.category)
    texts = [
        [area.span(replaced, "Medium")] if slip.replaces else [],
        [area.span(fa(slip.addressed_as), "Bold", 12)],
        applicant_fields(area, slip.applicant),
        join_fields(
            area.field("محل خدمت", fa(slip.applicant.workplace)),
            area.field("همراه یا نماینده", fa(slip.applicant.companion)),
        ),
        join_fields(area.field("موضوع", matter), area.field("محل ملک", fa(slip.district))),
    ]
    return [text for text in texts if text]


def _draw_paraph(sheet: Sheet, area: Area, slip: Slip, top: float) -> float:
    """Draw the paraph in its box, beside an empty one for ink and stamp; return the height below it."""
    inset, stamp, high = 3 * MM, 42 * MM, 19 * MM
    width = area.width - stamp - 3 * inset
    left = area.left + stamp + 2 * inset
    author = f"{slip.official_post} ({slip.official_name})" if slip.official_name else slip.official_post
    y = top + 1.5 * MM
    y += sheet.write([area.label(f"{f'پاراف {fa(author)}'.strip()}:", 10.5)], left, y, width)
    y += sheet.write([area.span(f"«{fa(slip.words)}»" if slip.words else "", "Bold", 12)], left, y, width)
    height = max(y - top + 1.5 * MM, high + 2 * 2 * MM)
    sheet.box(area.left, top, area.width, height, 2 * MM, 1)
    sheet.box(area.left + inset, top + 2 * MM, stamp, high, 1.5 * MM, 0.5, "1.5 1.5", 0.4)
    place = [Span("محل پاراف و مهر", 8.5, quiet=True)]
    sheet.write(place, area.left + inset, top + 2 * MM + high / 2 - 7, stamp, "centre")
    return top + height


def _deadline_and_copies(area: Area, slip: Slip) -> list[Span]:
    days = f"{fa(slip.working_days)} روز کاری، " if slip.working_days else ""
    due = "" if slip.copy or not slip.due_day else f"{days}تا {isolate(fa(jalali(slip.due_day)))}"
    return join_fields(
        [area.span("برای آگاهی فرستاده می‌شود و پاسخ نمی‌خواهد.")] if slip.copy else [],
        area.field("مهلت پاسخ", due, "Bold"),
        area.field("واحد همکار" if len(slip.partners) == 1 else "واحدهای همکار", fa("، ".join(slip.partners))),
        area.field("رونوشت", fa("، ".join(slip.copies))),
    )


def _draw_report_box(sheet: Sheet, area: Area, top: float, bottom: float) -> float:
    """Draw the box the unit fills in, from `top` to `bottom`; return `bottom`."""
    head, inset = 8 * MM, 2 * MM
    results, number = 112 * MM, 40 * MM
    sheet.box(area.left, top, area.width, bottom - top, weight=0.5)
    sheet.rule(area.left, top + head, area.width, weight=0.5)
    for x in (area.left + results, area.left + results + number):
        sheet.rule(x, top, 0, head, weight=0.5)
    middle = top + (head - LEADING * 9.5) / 2
    for text, right, y in (
        ("تاریخ وصول:", area.right, middle),
        ("شمارهٔ ثبت واحد:", area.left + results + number, middle),
        ("گزارش اقدام واحد:", area.right, top + head + 1 * MM),
    ):
        sheet.write([Span(text, 9.5, quiet=True)], right - inset - 60 * MM, y, 60 * MM)
    _draw_results(sheet, area.left + results - inset, top + head / 2)
    return bottom


def _draw_results(sheet: Sheet, right: float, middle: float) -> None:
    """Draw «نتیجه» with boxes to tick; they are drawn because the font has none."""
    x, side = right, 3.2 * MM
    for place, text in enumerate(("نتیجه:", *RESULTS)):
        if place:
            x -= side
            sheet.box(x, middle - side / 2, side, side, weight=0.8)
            x -= 1.2 * MM
        line = lay_out((Span(text, 9.5, quiet=not place),), 200)[0]
        x -= line.width
        sheet.write_line(line, x, middle, line.width, "right")
        x -= 2.6 * MM


def _draw_foot(sheet: Sheet, area: Area, slip: Slip, top: float) -> None:
    draw_barcode(sheet, slip.barcode, area.right, top + 1 * MM)
    if slip.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + area.width / 2, top + 12 * MM)
    if not slip.copy:
        sheet.write([Span("نام و امضای مسئول واحد", 10)], area.left, top + 9 * MM, 50 * MM, "left")
