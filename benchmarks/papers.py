"""The time of a slip, beside the same page made by WeasyPrint and by Qt's own PDF writer."""

from collections.abc import Callable
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from app.papers.documents import Applicant, Letterhead, Slip
from app.persian.calendar import jalali
from app.persian.text import fa
from benchmarks import people
from benchmarks.measure import Action, Bench, Metric, median, race

SINGLE, BATCH, BATCHES = 30, 100, 5
HEAD = Letterhead("شهرداری کرج", "چهارشنبه‌های مردمی", None, "137")
WORDS = "از محل بازدید و نتیجه گزارش شود؛ علت تأخیر در پاسخ قبلی نیز اعلام گردد."
RESULTS = " ".join(
    f"<span class=tick>&nbsp;&nbsp;&nbsp;</span> {text}"
    for text in ("انجام شد", "در دست اقدام", "خلاف ضوابط", "خارج از وظایف")
)
STYLE = """@page { size: 210mm 148.5mm; margin: 9mm 12mm }
body { font: 11pt Vazirmatn; direction: rtl; margin: 0 } p { margin: 2pt 0 } td { vertical-align: top }
table { width: 100%; border-collapse: collapse } .quiet { color: #595959 } .rule { border-bottom: 1pt solid black }
.box { border: 1pt solid black; border-radius: 2mm; padding: 2mm }
.stamp { border: .5pt dashed #666; border-radius: 1.5mm; height: 19mm; width: 42mm; text-align: center }
.cells td { border: .5pt solid black; padding: 1mm 2mm } .tick { border: .8pt solid black }"""


def slip_single(bench: Bench) -> list[Metric]:
    """Draw one slip after another, each of another visitor."""
    from reports.paraph_papers import slip_pdf

    slips = [slip(n) for n in range(SINGLE + 10)]
    times = race(SINGLE, ours=lambda n: partial(slip_pdf, slips[n]), weasyprint=_weasyprint(slips))
    value, reference = median(times["ours"]), median(times["weasyprint"])
    return [Metric("slip.single", value, "ms", "WeasyPrint making the same page", reference, 0.6)]


def slip_batch100(bench: Bench) -> list[Metric]:
    """Write a hundred slips as a hundred files, other slips each time; the value is the time of one."""
    from reports.paraph_papers import slip_pdf

    batches = [[slip(n) for n in range(start, start + BATCH)] for start in range(0, (BATCHES + 1) * BATCH, BATCH)]

    def write(slip: Slip) -> None:
        (bench.folder / f"{slip.barcode}.pdf").write_bytes(slip_pdf(slip))

    times = race(BATCHES, warm=1, ours=_all(write, batches), qt=_all(_qt(bench.folder), batches))
    value, reference = median(times["ours"]) / BATCH, median(times["qt"]) / BATCH
    return [Metric("slip.batch100", value, "ms", "QPdfWriter and QTextDocument making the same page", reference, 0.5)]


def _all(write: Callable[[Slip], None], batches: list[list[Slip]]) -> Action:
    def run(slips: list[Slip]) -> None:
        for slip in slips:
            write(slip)

    return lambda n: partial(run, batches[n])


def slip(n: int) -> Slip:
    """Return the n-th invented slip; no two have the same visitor or matter."""
    *_, (first, last, father, _) = people.names(n + 1)
    person = Applicant(f"آقای {first} {last}", father, people.code(n), "کد ملی", people.mobile(n), "", "")
    return Slip(
        letterhead=HEAD, round=62, number=f"1405/م/{n:05}", barcode=f"14050{n:06}7", day="2026-11-25", enclosures=n % 4,
        urgency="فوری" if n % 3 else "", confidential=False, addressed_as=f"مدیر محترم منطقه {n % 10 + 1}",
        applicant=person, category="شهرسازی و ساختمان", matter=people.matter(n), district="",
        official_post="شهردار کرج", official_name="", words=WORDS, part="lead", working_days=15,
        due_day="2026-12-16", leads=(), partners=(), copies=("ادارهٔ کل حقوقی",), times=1,
        follows="", replaces="", passed_number="", passed_unit="", objected_day="", objection="", void=False,
        reprint=False,
    )  # fmt: skip


def page(slip: Slip) -> str:
    """Return the same text in the same places as HTML, with only what Qt's rich text supports."""
    person = slip.applicant
    number, day, due = fa(slip.number), fa(jalali(slip.day)), fa(jalali(slip.due_day))
    code, mobile = fa(person.code), fa(person.mobile)
    return f"""<table width="100%"><tr><td><b>{HEAD.office}</b><br>{HEAD.programme}</td><td align=center>بسمه تعالی</td>
<td align=left><span class=quiet>شماره:</span> {number}<br><span class=quiet>تاریخ:</span> {day}<br>
<span class=quiet>پیوست:</span> {fa(slip.enclosures)} برگ</td></tr></table>
<p align=center class=rule><b>برگهٔ ارجاع — جلسهٔ {fa(slip.round)} {slip.urgency}</b></p>
<p><b>{fa(slip.addressed_as)}</b></p>
<p><span class=quiet>متقاضی:</span> {escape(person.name)}، فرزند {person.father}
<span class=quiet>کد ملی:</span> {code}
<span class=quiet>تلفن:</span> {mobile}</p>
<p><span class=quiet>موضوع:</span> {slip.category} — {fa(escape(slip.matter))}</p>
<table class=box width="100%" border=1 cellspacing=0><tr>
<td><span class=quiet>پاراف {slip.official_post}:</span><br><b>«{escape(slip.words)}»</b></td>
<td class=stamp>محل پاراف و مهر</td></tr></table>
<p><span class=quiet>مهلت پاسخ:</span> <b>{fa(slip.working_days)} روز کاری، تا {due}</b>
<span class=quiet>رونوشت:</span> {"، ".join(slip.copies)}</p>
<table class=cells width="100%" border=1 cellspacing=0><tr>
<td>تاریخ وصول:</td><td>شمارهٔ ثبت واحد:</td><td>نتیجه: {RESULTS}</td></tr>
<tr><td colspan=3>گزارش اقدام واحد:<br><br><br></td></tr></table>
<p>نام و امضای مسئول واحد</p>"""


def bars(slip: Slip) -> list[tuple[int, int]]:
    """Return place and width of each bar of the barcode, in modules."""
    from itertools import accumulate

    from reports.barcode import code128_bars

    widths, black = code128_bars(slip.barcode)
    return [(x, width) for x, width, bar in zip(accumulate(widths, initial=0), widths, black, strict=False) if bar]


def _weasyprint(slips: list[Slip]) -> Action:
    """Draw with WeasyPrint. Its style and fonts are read once and not counted."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reports.typeface import FOLDER

    fonts = FontConfiguration()
    files = {weight: (FOLDER / f"Vazirmatn-{name}.ttf").as_uri() for name, weight in (("Regular", 400), ("Bold", 700))}
    faces = "".join(
        f"@font-face {{ font-family: Vazirmatn; font-weight: {weight}; src: url({file}) }}"
        for weight, file in files.items()
    )
    style = CSS(string=faces + STYLE, font_config=fonts)

    def make(slip: Slip) -> bytes:
        drawn = "".join(f"<rect x='{x}' y='0' width='{width}' height='20'/>" for x, width in bars(slip))
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 101 20' width='50mm' height='9mm'>{drawn}</svg>"
        made: bytes = HTML(string=f"<body>{page(slip)}{svg}<p>{fa(slip.barcode)}</p>").write_pdf(
            stylesheets=[style], font_config=fonts
        )
        return made

    return lambda n: partial(make, slips[n])


def _qt(folder: Path) -> Callable[[Slip], None]:
    """Draw with QPdfWriter and QTextDocument."""
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

    application()
    size = QPageSize(QSizeF(210, 148.5), QPageSize.Unit.Millimeter)

    def make(slip: Slip) -> None:
        writer = QPdfWriter(str(folder / f"qt-{slip.barcode}.pdf"))
        writer.setPageLayout(
            QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(12, 9, 12, 9), QPageLayout.Unit.Millimeter)
        )
        document = QTextDocument()
        document.setDefaultStyleSheet(STYLE)
        document.setDefaultFont(application()[1])
        document.setHtml(f"<body dir=rtl>{page(slip)}<p>{fa(slip.barcode)}</p></body>")
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        painter = QPainter(writer)
        document.drawContents(painter)
        for x, width in bars(slip):
            painter.fillRect(20 * x, writer.height() - 430, 20 * width, 430, 0)
        painter.end()

    return make


@cache
def application() -> tuple[Any, Any]:
    """Return Qt's application and the same font, loaded once."""
    from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

    import ui  # noqa: F401 – keeps None alive under PySide6 6.12
    from reports.typeface import FOLDER

    app = QGuiApplication.instance() or QGuiApplication([])
    loaded = [QFontDatabase.addApplicationFont(str(FOLDER / f"Vazirmatn-{name}.ttf")) for name in ("Regular", "Bold")]
    return app, QFont(QFontDatabase.applicationFontFamilies(loaded[0])[0], 11)
