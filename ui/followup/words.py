"""Referrals, slips and steps as rows of lists."""

from app.followup.dossier import Dossier
from app.followup.view import ListedReferral
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from app.referrals.answers import SavedAnswer
from app.referrals.history import Step
from app.referrals.step_names import STEP_NAMES
from app.referrals.to_send import SlipRow
from ui.parts.stage_tags import stage_tag
from ui.widgets import ListRow
from ui.widgets.frames import TagKind


def day(iso: str) -> str:
    """Return a Jalali day for use inside other words; '' stays ''."""
    return isolate(fa(jalali(iso))) if iso else ""


def followed_row(each: ListedReferral, *, names_unit: bool) -> ListRow:
    """`names_unit`: whether the row says whose referral it is; below the name of the unit it need not."""
    reminded = f"{each.reminders} پیرو" if each.reminders else ""
    promised = f"وعدهٔ {day(each.promised_day)}" if each.promised_day else ""
    about = each.matter or each.category
    name, who = (each.unit, each.visitor) if names_unit else (each.visitor, "")
    quiet = " · ".join(filter(None, (isolate(fa(each.number)), who, reminded, promised, about)))
    return ListRow(each.referral_id, name, quiet, time=day(each.list_day), tags=_tags(each))


def _tags(each: ListedReferral) -> tuple[tuple[TagKind, str], ...]:
    late: tuple[tuple[TagKind, str], ...] = (("late", f"{each.late} روز دیرکرد"),) if each.late else ()
    return (*late, ("plain", "مهلت متوقف") if each.paused_day else stage_tag(each.stage))


def slip_row(slip: SlipRow) -> ListRow:
    copy = "رونوشت" if slip.part == "copy" else ""
    return ListRow(
        slip.referral_id,
        isolate(fa(slip.number)),
        " · ".join(filter(None, (slip.visitor, copy))),
        time=day(slip.issued_day),
    )


def step_rows(dossier: Dossier) -> list[ListRow]:
    """Return the history of a referral, newest first, down to the slip itself."""
    answers = {answer.at: answer for answer in dossier.answers}
    first = ListRow(1, "صدور برگه", time=day(dossier.now.issued_day))
    rows = [_step_row(n, step, answers.get(step.at)) for n, step in enumerate(dossier.steps, 2)]
    return [*reversed(rows), first]


def _step_row(n: int, step: Step, answer: SavedAnswer | None) -> ListRow:
    outcome = answer.outcome_name if answer else ""
    number = f"شمارهٔ واحد {isolate(answer.unit_number)}" if answer and answer.unit_number else ""
    until = f"تا {day(step.to_day)}" if step.to_day else ""
    words = f"«{' '.join(step.words.split())}»" if step.words else ""
    back = "برگشت داده شد" if answer and answer.returned else ""
    recorded = f"{step.clerk}، ثبت {day(local_day(step.at))} {isolate(local_time(step.at))}"
    more = f"{step.working_days} روز کاری" if step.kind == "extended" and step.working_days else ""
    letter = f"به استناد نامهٔ {isolate(step.letter)}" if step.letter else ""
    quiet = " · ".join(filter(None, (words, more, until, number, letter, back, recorded)))
    return ListRow(n, " · ".join(filter(None, (STEP_NAMES[step.kind], outcome))), quiet, time=day(step.day))
