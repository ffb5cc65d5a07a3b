"""«ابطال ارجاع»: a letter to a unit that was sent a slip which is void now. A5 across."""

from app.papers.annulment import Annulment
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import NBSP, quoted
from reports.text_line import Span
from reports.unit_letter import UnitLetter, unit_letter_pdf


def annulment_pdf(letter: Annulment) -> bytes:
    return unit_letter_pdf(
        UnitLetter(
            name=f"ابطال ارجاع {letter.number}",
            letterhead=letter.letterhead,
            facts=[("تاریخ", jalali(letter.day))],
            title="نامهٔ ابطال ارجاع",
            framed=[Span(f"شمارهٔ باطل‌شده:{NBSP}", 11), Span(isolate(fa(letter.number)), 12.5, "Bold")],
            addressed_as=letter.addressed_as,
            applicant=letter.applicant,
            paragraphs=list(filter(None, (_opening(letter), _reason(letter), _request(letter)))),
            barcode=letter.barcode,
            code_label="کد ابطال",
            confidential=letter.confidential,
            reprint=letter.reprint,
        )
    )


def _opening(letter: Annulment) -> str:
    giver = "، ".join(filter(None, (letter.official_post, letter.official_name)))
    slip = f"ارجاع شمارهٔ{NBSP}{isolate(letter.number)} مورخ{NBSP}{isolate(jalali(letter.slip_day))}"
    return fa(f"{slip} با موضوع {quoted(letter.category)} و پاراف {giver} باطل شده است و نیازی به اقدام و پاسخ ندارد.")


def _reason(letter: Annulment) -> str:
    return fa(f"علت ابطال: {letter.reason.rstrip('.')}.") if letter.reason else ""


def _request(letter: Annulment) -> str:
    instead = f" ارجاع شمارهٔ{NBSP}{isolate(letter.instead)} جایگزین آن است." if letter.instead else ""
    return fa(
        f"خواهشمند است دستور فرمایید برگهٔ باطل‌شده به این دبیرخانه بازگردانده و در سوابق آن واحد ابطال شود.{instead}"
    )
