"""The referral slip: a letter to the unit, with the paraph, its deadline, and room for the unit's own report."""

from app.papers.documents import Slip
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.barcode import draw_barcode
from reports.foot import draw_sender, draw_signature, sender_spans
from reports.letter import (
    CONFIDENTIAL,
    FOOT,
    LINE,
    NBSP,
    THICK,
    Area,
    again_text,
    applicant_fields,
    draw_letterhead,
    draw_title_row,
    due_text,
    join_fields,
    quoted,
    reprint_marks,
)
from reports.marks import draw_tag, draw_void_strokes, tag_width
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out
from reports.unit_report import draw_unit_report, report_height

STAMP = (42 * MM, 27 * MM)
"""Width and least height of the place for paraph and stamp; it never shrinks."""
LINES, MANY_LINES = 4, 12
"""How many lines the unit has to write its report on: on an A5, and on a whole A4."""
PARTS = {"lead": "واحد مسئول", "partner": "واحد همکار", "copy": "رونوشت"}


def draw_slip(sheet: Sheet, area: Area, slip: Slip, lines: int) -> bool:
    """Draw the slip with so many lines for the unit's report.

    Return False when it does not fit the area at its scale; the caller then rewinds the sheet.
    """
    enclosed = f"{slip.enclosures}{NBSP}برگ" if slip.enclosures else "ندارد"
    facts = [("شماره", slip.number), ("تاریخ", f"{isolate(jalali(slip.day))}{NBSP}· پیوست:{NBSP}{enclosed}")]
    y = draw_letterhead(sheet, area, slip.letterhead, facts, slip.confidential, slip.round)
    y = _draw_title(sheet, area, y, slip)
    y = _draw_addressee(sheet, area, slip, y)
    for text in _body(area, slip):
        y += sheet.write(text, area.left, y, area.width, leading=LINE)
    report = bottom = area.bottom - FOOT - 1 * MM
    if slip.part != "copy":
        report -= report_height(lines)
        bottom = report - 1.5 * MM
    fits = _draw_paraph(sheet, area, slip, y + 1 * MM, bottom)
    if slip.part != "copy":
        draw_unit_report(sheet, area, report, lines)
    _draw_foot(sheet, area, slip)
    if slip.void:
        draw_void_strokes(sheet, area.left, area.top, area.width, area.height - FOOT)
    return fits


def _draw_title(sheet: Sheet, area: Area, top: float, slip: Slip) -> float:
    name = "رونوشت جهت اطلاع" if slip.part == "copy" else "برگهٔ ارجاع"
    marks = [*(["باطل"] if slip.void else []), *(["اعتراض"] if slip.objected_day else []), *reprint_marks(slip.reprint)]
    framed: list[Span] = []
    if slip.void:
        return draw_title_row(sheet, area, top, name, marks, [])
    if slip.part == "copy":
        framed = [Span("جهت اطلاع ارسال می‌شود و نیازی به پاسخ ندارد.", 10.5)]
    elif slip.due_day:
        days = f"{NBSP}· {fa(slip.working_days)}{NBSP}روز{NBSP}کاری" if slip.working_days else ""
        framed = [Span(f"مهلت پاسخ:{NBSP}", 11), Span(due_text(slip.due_day), 12.5, "Bold"), Span(days, 11)]
    return draw_title_row(sheet, area, top, name, marks, framed, slip.urgency)


def _draw_addressee(sheet: Sheet, area: Area, slip: Slip, top: float) -> float:
    """Write the addressee, its part in a frame, and the paraph's other units; return the height below."""
    name = area.span(fa(slip.addressed_as), "Bold", 12.5)
    part, size = PARTS[slip.part], 9.6 * area.scale
    width = tag_width(part, size)
    hole = area.span(NBSP * round((width + 5 * MM) / _width(area.span(NBSP))))
    stop = area.span(".")
    until_tag = lay_out((name, hole, stop), area.width)
    others = _other_units(area, slip)
    height = name.size * LINE
    y = top + sheet.write(
        [name, hole, *([area.span(" "), *others] if others else [])], area.left, top, area.width, leading=LINE
    )
    middle = top + (len(until_tag) - 0.5) * height
    right = area.right - until_tag[-1].width + _width(hole) + _width(stop)
    draw_tag(sheet, part, right - _width(hole) / 2, middle, size)
    return y


def _width(span: Span) -> float:
    """Return the width of a text, spaces at its end included."""
    stop = span._replace(text="|")
    return lay_out((span, stop), 1e4)[0].width - lay_out((stop,), 1e4)[0].width


def _other_units(area: Area, slip: Slip) -> list[Span]:
    return join_fields(
        area.field("مسئول", fa("، ".join(slip.leads))),
        area.field("همکار", fa("، ".join(slip.partners))),
        area.field("رونوشت", fa("، ".join(slip.copies))),
    )


def _body(area: Area, slip: Slip) -> list[list[Span]]:
    matter = fa(f"{slip.category} — {slip.matter}" if slip.matter else slip.category)
    origin = ""
    if slip.replaces:
        origin = f"این برگه جایگزین شمارهٔ {isolate(fa(slip.replaces))} است که باطل شد."
    elif slip.passed_number:
        unit = f" از «{fa(slip.passed_unit)}»" if slip.passed_unit else ""
        origin = f"این برگه ادامهٔ شمارهٔ {isolate(fa(slip.passed_number))} است که{unit} به این واحد واگذار شد."
    again = again_text(slip.times, slip.follows)
    objected = f"اعتراض متقاضی در {isolate(fa(jalali(slip.objected_day)))}" if slip.objected_day else ""
    texts = [
        join_fields(
            applicant_fields(area, slip.applicant),
            [area.span(again)] if again else [],
            area.field("محل خدمت", fa(slip.applicant.workplace)),
            area.field("همراه یا نماینده", fa(slip.applicant.companion)),
        ),
        join_fields(area.field("موضوع", matter), area.field("محل ملک", fa(slip.district))),
        [area.span(origin)] if origin else [],
        area.field(objected, quoted(fa(slip.objection)), "Bold") if objected else [],
    ]
    return [text for text in texts if text]


def _draw_paraph(sheet: Sheet, area: Area, slip: Slip, top: float, bottom: float) -> bool:
    """Draw the paraph in its box, beside the place for ink and stamp. The box reaches down to `bottom`; return False
    when that leaves too little room."""
    inset, stamp = 2.7 * MM, STAMP[0]
    left, width = area.left + stamp + inset, area.width - stamp - 2 * inset
    author = f"{slip.official_post} ({slip.official_name})" if slip.official_name else slip.official_post
    y = top + 0.7 * MM
    y += sheet.write([area.span(f"{f'پاراف {fa(author)}'.strip()}:")], left, y, width, leading=LINE)
    y += sheet.write([area.span(quoted(fa(slip.words)), "Bold", 11.5)], left, y, width, leading=1.6)
    height = max(bottom - top, 2 * MM)
    sheet.box(area.left, top, area.width, height, 1.35 * MM, THICK)
    sheet.rule(area.left + stamp, top, 0, height, weight=0.96, dash="3 2.5")
    sheet.write([Span("محل پاراف و مهر", 8.6)], area.left, top + 0.7 * MM, stamp, "centre", LINE)
    return bottom - top >= STAMP[1] and y + 1 * MM <= bottom


def _draw_foot(sheet: Sheet, area: Area, slip: Slip) -> None:
    top = area.bottom - FOOT
    draw_barcode(sheet, slip.barcode, area.right, top + 1 * MM)
    if slip.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + 20 * MM, top + 4 * MM, 9.6)
    draw_sender(sheet, area, sender_spans(slip.letterhead), top + 1 * MM)
    if slip.part != "copy":
        draw_signature(sheet, area, "نام، سمت و امضای واحد")
