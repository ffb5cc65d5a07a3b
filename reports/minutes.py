"""The session's closing report: A4, as many pages as the list of referrals needs."""

from collections.abc import Sequence
from itertools import chain

from app.papers.documents import Minutes, MinutesReferral, NamedCount
from app.persian.calendar import jalali, local_day, local_time, long_day
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_section, number_pages, running_name
from reports.grid import Column
from reports.letter import draw_letterhead, draw_title
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

TABLE_COLUMNS = (Column("میز", 3), Column("مقام", 4), Column("مراجعه", 1.5), Column("میانهٔ ملاقات", 2))
GAP_COLUMNS = (Column("شماره", 1), Column("علت", 1))
REFERRAL_COLUMNS = (
    Column("شماره", 2.3),
    Column("نوبت", 1.1),
    Column("مراجعه‌کننده", 3.1),
    Column("درخواست", 8),
    Column("واحد", 4.3),
    Column("مهلت", 2),
)
LIST_SIZE = 8
"""The lists' type in points: most rows of a session of 180 visits then take one line."""
MATTER = 80
"""Letters of a matter in the list; the case has all of it."""
ACROSS = 4
"""Visitors in a row of those who came again."""
RETURN_COLUMNS = (Column("مراجعه‌کننده", 4.2), Column("بار", 1.1)) * ACROSS

CHANGE_COLUMNS = (Column("زمان ثبت", 2.6), Column("متصدی", 3), Column("شرح", 10))


def minutes_pdf(minutes: Minutes) -> bytes:
    sheet = Sheet(*A4, f"صورت‌جلسهٔ {minutes.round}", minutes.letterhead.office)
    facts = [("تاریخ", jalali(minutes.day)), ("جلسه", str(minutes.round))]
    y = draw_letterhead(sheet, AREA, minutes.letterhead, facts)
    draft = ["پیش‌نویس"] if minutes.draft else []
    y = draw_title(sheet, AREA, y, f"{_kind(minutes)} {fa(minutes.round)} — {minutes.letterhead.programme}", draft)
    y += sheet.write([Span(_opening(minutes))], SIDE, y, BOUNDS.width, "justify") + 2 * MM
    y = _draw_totals(sheet, minutes, y) + 4 * MM
    y = _draw_counts(sheet, minutes, y)
    y = draw_section(
        sheet,
        f"مراجعه‌کنندگان تکراری: {fa(len(minutes.returns))} نفر",
        RETURN_COLUMNS,
        _return_rows(minutes),
        y,
        LIST_SIZE,
    )
    for official, listed in _by_official(minutes.referral_list).items():
        y = draw_section(sheet, f"فهرست ارجاع‌ها · {official}", REFERRAL_COLUMNS, _referral_rows(listed), y, LIST_SIZE)
    y = draw_section(sheet, "شماره‌های باطل", GAP_COLUMNS, [(gap.numbers, gap.reason) for gap in minutes.gaps], y)
    if minutes.changes:
        y = draw_section(sheet, "آنچه پس از پایان جلسه ثبت یا اصلاح شد", CHANGE_COLUMNS, _change_rows(minutes), y)
    _draw_signatures(sheet, minutes, y)
    name = f"{_kind(minutes)} {minutes.round}" if minutes.round else "صورت‌جلسه"
    number_pages(sheet, running_name(name, minutes.letterhead.programme, isolate(jalali(minutes.day))))
    return sheet.save()


def _kind(minutes: Minutes) -> str:
    return "صورت‌جلسهٔ اصلاحی" if minutes.changes else "صورت‌جلسهٔ"


def _opening(minutes: Minutes) -> str:
    times = f"از ساعت {isolate(fa(local_time(minutes.opened_at)))}"
    if minutes.closed_at:
        times += f" تا {isolate(fa(local_time(minutes.closed_at)))}"
    present = f" با حضور {'، '.join(minutes.officials)}" if minutes.officials else ""
    name = f"جلسهٔ {minutes.round} {minutes.letterhead.programme}"
    return fa(f"{name}، {long_day(minutes.day)}، {times}{present} برگزار شد.")


def _draw_totals(sheet: Sheet, minutes: Minutes, y: float) -> float:
    """Draw the session in twelve figures, six in a row; return the height below them."""
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
        ("میانهٔ انتظار", _minutes_text(minutes.wait_median)),
        ("بیشترین انتظار", _minutes_text(minutes.wait_longest)),
        ("میانهٔ ملاقات", _minutes_text(minutes.service_median)),
    ]
    width, height = BOUNDS.width / 6, 14 * MM
    sheet.box(SIDE, y, BOUNDS.width, 2 * height, 2 * MM, 0.8)
    sheet.rule(SIDE, y + height, BOUNDS.width, weight=0.3)
    for place, (label, value) in enumerate(figures):
        x, top = SIDE + BOUNDS.width - width * (place % 6 + 1), y + height * (place // 6)
        if place % 6 < 5:
            sheet.rule(x, top, 0, height, weight=0.3)
        sheet.write([Span(fa(value), 13, "Bold")], x, top + 1 * MM, width, "centre")
        sheet.write([Span(label, 8.5)], x, top + 8 * MM, width, "centre")
    return y + 2 * height


def _minutes_text(minutes: int | None) -> str:
    return "—" if minutes is None else f"{minutes} دقیقه"


def _draw_counts(sheet: Sheet, minutes: Minutes, y: float) -> float:
    rows = [(row.name, row.official, str(row.visits), _minutes_text(row.service_minutes)) for row in minutes.by_table]
    y = draw_section(sheet, "به تفکیک میز", TABLE_COLUMNS, rows, y)
    y = draw_section(sheet, "به تفکیک نتیجه", *_two_across("نتیجه", minutes.by_outcome), y)
    y = _draw_promises(sheet, minutes, y)
    y = draw_section(sheet, "به تفکیک موضوع", *_two_across("موضوع", minutes.by_category), y)
    return draw_section(sheet, "ارجاع به تفکیک واحد", *_two_across("واحد", minutes.by_unit), y)


def _two_across(label: str, counted: Sequence[NamedCount]) -> tuple[list[Column], list[list[str]]]:
    """Return columns and rows of counted names, two names in a row, to save paper."""
    cells = [(row.name, str(row.count)) for row in counted]
    half = (len(cells) + 1) // 2
    pairs = zip(cells[:half], [*cells[half:], ("", "")][:half], strict=True)
    columns = [Column(label, 5), Column("تعداد", 1), Column(label, 5), Column("تعداد", 1)]
    return columns, [[*first, *second] for first, second in pairs]


def _draw_promises(sheet: Sheet, minutes: Minutes, y: float) -> float:
    """Draw what became of the promises before, and the days promised now."""
    if before := minutes.before:
        columns = (
            Column(f"سرنوشت وعده تا {isolate(fa(jalali(before.until)))}", 5),
            Column("داده‌شده در آن جلسه", 3),
            Column("سررسیده از آن روز تا این جلسه", 4),
        )
        rows = [(each.label, str(each.given), str(each.due)) for each in before.fates]
        name = f"وعده‌های جلسهٔ پیش ({fa(before.round)}، {isolate(fa(jalali(before.day)))})"
        y = draw_section(sheet, name, columns, rows, y)
    days = [NamedCount(isolate(jalali(day)), count) for day, count in minutes.promised]
    return draw_section(sheet, "وعده‌های این جلسه", *_two_across("روز وعده به متقاضی", days), y)


def _return_rows(minutes: Minutes) -> list[tuple[str, ...]]:
    """Return the names, so many in a row; those of confidential matters are only counted."""
    cells = [(each.visitor, str(each.times)) for each in minutes.returns if each.visitor]
    if covered := sum(not each.visitor for each in minutes.returns):
        cells.append((f"{covered} نفر با موضوع محرمانه", ""))
    cells += [("", "")] * (-len(cells) % ACROSS)
    return [tuple(chain(*cells[at : at + ACROSS])) for at in range(0, len(cells), ACROSS)]


def _by_official(referrals: Sequence[MinutesReferral]) -> dict[str, list[MinutesReferral]]:
    found: dict[str, list[MinutesReferral]] = {}
    for row in referrals:
        found.setdefault(row.official, []).append(row)
    return found


def _referral_rows(referrals: Sequence[MinutesReferral]) -> list[tuple[str, ...]]:
    """Return a row for each referral. The visitor and the matter stand beside the first one of a visit."""
    rows, ticket = list[tuple[str, ...]](), 0
    for row in referrals:
        visit = ("", "") if row.ticket == ticket else (row.visitor or "—", shortened(row.matter) or row.category)
        ticket = row.ticket
        due = "باطل" if row.void else isolate(jalali(row.due_day)) if row.due_day else "—"
        rows.append((isolate(row.number), str(row.ticket), *visit, row.unit, due))
    return rows


def shortened(matter: str) -> str:
    """Return the beginning of a long matter, cut between words."""
    line = " ".join(matter.split())
    return line if len(line) <= MATTER else f"{line[:MATTER].rpartition(' ')[0] or line[:MATTER]}…"


def _change_rows(minutes: Minutes) -> list[tuple[str, ...]]:
    return [
        (isolate(f"{jalali(local_day(each.at))} {local_time(each.at)}"), each.clerk, each.words)
        for each in minutes.changes
    ]


def _draw_signatures(sheet: Sheet, minutes: Minutes, y: float) -> None:
    """Draw the clerk's name right and the room for the signature of the session's head left."""
    if y > BOUNDS.bottom - 32 * MM:
        sheet.next_page()
        y = BOUNDS.top
    half = BOUNDS.width / 2
    y += 6 * MM
    sheet.write([Span("تنظیم‌کننده: ", 10), Span(minutes.clerk, 10, "Bold")], SIDE + half, y, half)
    sheet.write([Span("امضای مسئول جلسه", 10)], SIDE, y, half, "left")
    mark = [Span(f"نشان سوابق تغییرات: {isolate(minutes.journal_head)}", 8)] if minutes.journal_head else []
    sheet.write(mark, SIDE, y + 20 * MM, BOUNDS.width)
