"""The session's closing report: A4, as many pages as the list of referrals needs."""

from collections.abc import Sequence

from app.papers.documents import Minutes, Row
from app.persian.calendar import jalali, local_time, long_day
from app.persian.text import fa, isolate
from reports.letter import Area, head, title
from reports.line import Span
from reports.sheet import A4, MM, Sheet
from reports.table import Column, Pages, table

SIDE, TOP, BOTTOM = 14 * MM, 12 * MM, 16 * MM
WIDTH, HEIGHT = A4
PAGES = Pages(SIDE, WIDTH - 2 * SIDE, TOP, HEIGHT - BOTTOM)


def minutes(minutes: Minutes) -> bytes:
    sheet = Sheet(*A4, f"صورت‌جلسهٔ {minutes.round}")
    area = Area(SIDE, TOP, PAGES.width, HEIGHT - TOP - BOTTOM)
    y = head(sheet, area, minutes.letterhead, [("تاریخ", jalali(minutes.day)), ("جلسه", str(minutes.round))])
    draft = [] if minutes.closed_at else ["پیش‌نویس"]
    y = title(sheet, area, y, f"صورت‌جلسهٔ {fa(minutes.round)} — {minutes.letterhead.programme}", draft)
    y += sheet.write([Span(opening(minutes))], SIDE, y, PAGES.width, "justify") + 2 * MM
    y = totals(sheet, minutes, y) + 4 * MM
    y = tables(sheet, minutes, y)
    y = referrals(sheet, minutes, y)
    signatures(sheet, minutes, y)
    numbered(sheet)
    return sheet.save()


def opening(minutes: Minutes) -> str:
    times = f"از ساعت {isolate(fa(local_time(minutes.opened_at)))}"
    if minutes.closed_at:
        times += f" تا {isolate(fa(local_time(minutes.closed_at)))}"
    present = f" با حضور {'، '.join(minutes.officials)}" if minutes.officials else ""
    name = f"جلسهٔ {minutes.round} {minutes.letterhead.programme}"
    return fa(f"{name}، {long_day(minutes.day)}، {times}{present} برگزار شد.")


def totals(sheet: Sheet, minutes: Minutes, y: float) -> float:
    """The session in twelve figures, six in a line."""
    figures = [
        ("ثبت‌شده", str(minutes.registered)),
        ("نفر", str(minutes.people)),
        ("ملاقات‌شده", str(minutes.met)),
        ("ارجاع", str(minutes.referrals)),
        ("به جلسهٔ بعد", str(minutes.postponed)),
        ("غایب", str(minutes.no_show)),
        ("انصراف", str(minutes.left)),
        ("با اولویت", str(minutes.priority)),
        ("ثبت از کاغذ", str(minutes.on_paper)),
        ("میانهٔ انتظار", spell(minutes.wait_median)),
        ("بیشترین انتظار", spell(minutes.wait_longest)),
        ("میانهٔ ملاقات", spell(minutes.service_median)),
    ]
    width, height = PAGES.width / 6, 14 * MM
    sheet.box(SIDE, y, PAGES.width, 2 * height, 2 * MM, 0.8)
    sheet.rule(SIDE, y + height, PAGES.width, weight=0.3)
    for place, (label, value) in enumerate(figures):
        x, top = SIDE + PAGES.width - width * (place % 6 + 1), y + height * (place // 6)
        if place % 6 < 5:
            sheet.rule(x, top, 0, height, weight=0.3)
        sheet.write([Span(fa(value), 13, "Bold")], x, top + 1 * MM, width, "centre")
        sheet.write([Span(label, 8.5, quiet=True)], x, top + 8 * MM, width, "centre")
    return y + 2 * height


def spell(minutes: int | None) -> str:
    return "—" if minutes is None else f"{minutes} دقیقه"


def tables(sheet: Sheet, minutes: Minutes, y: float) -> float:
    rows = [(row.name, row.official, str(row.visits), spell(row.service_minutes)) for row in minutes.by_table]
    columns = (Column("میز", 3), Column("مقام", 4), Column("مراجعه", 1.5), Column("میانهٔ ملاقات", 2))
    y = section(sheet, "به تفکیک میز", columns, rows, y)
    for name, label, counted in (
        ("به تفکیک نتیجه", "نتیجه", minutes.by_outcome),
        ("به تفکیک موضوع", "موضوع", minutes.by_category),
        ("ارجاع به تفکیک واحد", "واحد", minutes.by_unit),
    ):
        y = section(sheet, name, *side_by_side(label, counted), y)
    return y


def side_by_side(label: str, counted: Sequence[Row]) -> tuple[list[Column], list[list[str]]]:
    """Counted names in two pairs of columns, to save paper."""
    cells = [(row.name, str(row.count)) for row in counted]
    half = (len(cells) + 1) // 2
    pairs = zip(cells[:half], [*cells[half:], ("", "")][:half], strict=True)
    columns = [Column(label, 5), Column("شمار", 1), Column(label, 5), Column("شمار", 1)]
    return columns, [[*first, *second] for first, second in pairs]


def section(
    sheet: Sheet, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], y: float, size: float = 9
) -> float:
    """A heading with its table, begun where at least two rows fit; nothing without rows."""
    if not rows:
        return y
    if y > PAGES.bottom - 30 * MM:
        sheet.next_page()
        y = PAGES.top
    y += sheet.write([Span(name, 11, "Bold")], SIDE, y, PAGES.width)
    return table(sheet, PAGES, y, columns, [[fa(text) for text in row] for row in rows], size) + 4 * MM


def referrals(sheet: Sheet, minutes: Minutes, y: float) -> float:
    columns = (
        Column("شماره", 2.4),
        Column("نوبت", 1.1),
        Column("مراجعه‌کننده", 3.7),
        Column("موضوع", 3.3),
        Column("واحد", 3.3),
        Column("مقام", 4.7),
        Column("مهلت", 2),
    )
    rows = [
        (
            isolate(line.number),
            str(line.ticket),
            line.visitor or "—",
            line.category,
            line.unit,
            line.official,
            "باطل" if line.void else isolate(jalali(line.due_day)) if line.due_day else "—",
        )
        for line in minutes.list
    ]
    return section(sheet, "فهرست ارجاع‌ها", columns, rows, y)


def signatures(sheet: Sheet, minutes: Minutes, y: float) -> None:
    """Clerk right, the programme's head left, each with room to sign."""
    if y > PAGES.bottom - 32 * MM:
        sheet.next_page()
        y = PAGES.top
    half = PAGES.width / 2
    y += 6 * MM
    sheet.write([Span("تنظیم‌کننده: ", 10, quiet=True), Span(minutes.clerk, 10)], SIDE + half, y, half)
    sheet.write([Span("امضای مسئول جلسه", 10)], SIDE, y, half, "left")
    mark = [Span("نشان رویدادنامه: ", 8.5, quiet=True), Span(isolate(minutes.journal_head), 8.5, quiet=True)]
    sheet.write(mark if minutes.journal_head else [], SIDE, y + 20 * MM, PAGES.width)


def numbered(sheet: Sheet) -> None:
    """«صفحهٔ ۱ از ۳» at the foot of every page."""
    y, last = HEIGHT - BOTTOM + 4 * MM, len(sheet.pages)
    for place in range(last):
        with sheet.on_page(place):
            sheet.rule(SIDE, y, PAGES.width, weight=0.3)
            text = f"صفحهٔ {fa(place + 1)} از {fa(last)}"
            sheet.write([Span(text, 8.5, quiet=True)], SIDE, y + 1 * MM, PAGES.width, "centre")
