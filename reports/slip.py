"""The referral slip: a letter to the unit, with the paraph, its deadline, and room for the unit's own report."""

from app.papers.documents import Applicant, Slip
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import Area, barcode, head, row, session, tag, title, watermark
from reports.line import Span, layout
from reports.sheet import LEADING, MM, Sheet

FOOT = 17 * MM
REPORT = 14 * MM
RESULTS = ("انجام شد", "در دست اقدام", "خلاف ضوابط", "خارج از وظایف")


def draw(sheet: Sheet, area: Area, slip: Slip) -> bool:
    """False when it does not fit the area at its scale; the sheet is then to be rewound."""
    if slip.void:
        watermark(sheet, area, "باطل")
    facts = [("شماره", slip.number), ("تاریخ", jalali(slip.day))]
    facts += [("پیوست", f"{slip.enclosures} برگ" if slip.enclosures else "ندارد")]
    y = head(sheet, area, slip.letterhead, facts, slip.confidential)
    name = "رونوشت جهت اطلاع" if slip.copy else "برگهٔ ارجاع"
    marks = [mark for mark in (slip.urgency, "المثنی" if slip.reprint else "") if mark]
    y = title(sheet, area, y, name + session(slip.round), marks)
    for text in body(area, slip):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    y = paraph(sheet, area, slip, y + 1.5 * MM) + 1 * MM
    for text in after(area, slip):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    bottom = area.bottom - FOOT
    if not slip.copy:
        y = report(sheet, area, y + 1 * MM, max(bottom - 2 * MM, y + REPORT + 8 * MM))
    foot(sheet, area, slip, bottom)
    return y <= bottom


def body(area: Area, slip: Slip) -> list[list[Span]]:
    if slip.replaces:
        replaced = f"این برگه جایگزین شمارهٔ {isolate(fa(slip.replaces))} است که باطل شد."
    matter = fa(f"{slip.category} — {slip.matter}" if slip.matter else slip.category)
    texts = [
        [area.span(replaced, "Medium")] if slip.replaces else [],
        [area.span(fa(slip.addressed_as), "Bold", 12)],
        applicant(area, slip.applicant, slip.applicant.code),
        row(
            area.field("محل خدمت", fa(slip.applicant.workplace)),
            area.field("همراه یا نماینده", fa(slip.applicant.companion)),
        ),
        row(area.field("موضوع", matter), area.field("محل ملک", fa(slip.district))),
    ]
    return [text for text in texts if text]


def applicant(area: Area, person: Applicant, code: str) -> list[Span]:
    name = f"{person.name}، فرزند {person.father}" if person.father else person.name
    return row(
        area.field("متقاضی", fa(name)),
        area.field(person.code_label or "شناسه", isolate(fa(code)) if code else ""),
        area.field("تلفن", isolate(fa(person.mobile)) if person.mobile else ""),
    )


def paraph(sheet: Sheet, area: Area, slip: Slip, top: float) -> float:
    """The order in its box, with a blank one for the ink and the stamp; the height below it."""
    inset, stamp, high = 3 * MM, 42 * MM, 19 * MM
    width = area.width - stamp - 3 * inset
    left = area.left + stamp + 2 * inset
    who = f"{slip.official_post} ({slip.official_name})" if slip.official_name else slip.official_post
    y = top + 1.5 * MM
    y += sheet.write([area.label(f"{f'پاراف {fa(who)}'.strip()}:", 10.5)], left, y, width)
    y += sheet.write([area.span(f"«{fa(slip.words)}»" if slip.words else "", "Bold", 12)], left, y, width)
    height = max(y - top + 1.5 * MM, high + 2 * 2 * MM)
    sheet.box(area.left, top, area.width, height, 2 * MM, 1)
    sheet.box(area.left + inset, top + 2 * MM, stamp, high, 1.5 * MM, 0.5, "1.5 1.5", 0.4)
    place = [Span("محل پاراف و مهر", 8.5, quiet=True)]
    sheet.write(place, area.left + inset, top + 2 * MM + high / 2 - 7, stamp, "centre")
    return top + height


def after(area: Area, slip: Slip) -> list[list[Span]]:
    days = f"{fa(slip.working_days)} روز کاری، " if slip.working_days else ""
    due = "" if slip.copy or not slip.due_day else f"{days}تا {isolate(fa(jalali(slip.due_day)))}"
    told = [area.span("برای آگاهی فرستاده می‌شود و پاسخ نمی‌خواهد.")] if slip.copy else []
    text = row(
        told,
        area.field("مهلت پاسخ", due, "Bold"),
        area.field("واحد همکار" if len(slip.partners) == 1 else "واحدهای همکار", fa("، ".join(slip.partners))),
        area.field("رونوشت", fa("، ".join(slip.copies))),
    )
    return [text] if text else []


def report(sheet: Sheet, area: Area, top: float, bottom: float) -> float:
    """The unit's own table, as tall as the sheet lets it be."""
    line, inset = 8 * MM, 2 * MM
    results, number = 112 * MM, 40 * MM
    sheet.box(area.left, top, area.width, bottom - top, weight=0.5)
    sheet.rule(area.left, top + line, area.width, weight=0.5)
    for x in (area.left + results, area.left + results + number):
        sheet.rule(x, top, 0, line, weight=0.5)
    middle = top + (line - LEADING * 9.5) / 2
    for text, right, y in (
        ("تاریخ وصول:", area.right, middle),
        ("شمارهٔ ثبت واحد:", area.left + results + number, middle),
        ("گزارش اقدام واحد:", area.right, top + line + 1 * MM),
    ):
        sheet.write([Span(text, 9.5, quiet=True)], right - inset - 60 * MM, y, 60 * MM)
    boxes(sheet, area.left + results - inset, top + line / 2)
    return bottom


def boxes(sheet: Sheet, right: float, middle: float) -> None:
    """«نتیجه» with boxes to tick; drawn, because the font has none."""
    x, side = right, 3.2 * MM
    for place, text in enumerate(("نتیجه:", *RESULTS)):
        if place:
            x -= side
            sheet.box(x, middle - side / 2, side, side, weight=0.8)
            x -= 1.2 * MM
        line = layout((Span(text, 9.5, quiet=not place),), 200)[0]
        x -= line.width
        sheet.line(line, x, middle, line.width, "right")
        x -= 2.6 * MM


def foot(sheet: Sheet, area: Area, slip: Slip, top: float) -> None:
    barcode(sheet, slip.barcode, area.right, top + 1 * MM)
    if slip.confidential:
        tag(sheet, "محرمانه", area.left + area.width / 2, top + 12 * MM)
    if not slip.copy:
        sheet.write([Span("نام و امضای مسئول واحد", 10)], area.left, top + 9 * MM, 50 * MM, "left")
