"""Search results, paraphs, referrals and events as rows of lists."""

from collections.abc import Sequence

from app.persian.calendar import jalali, local_day, local_time, short_day
from app.persian.text import fa, isolate
from app.search.case import Case, CaseEvent
from app.search.search import Hit
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tags
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

ACTIONS = {
    "register": "ثبت شد",
    "carry": "از جلسهٔ قبل منتقل شد",
    "attach": "پیوست افزوده شد",
    "from_paper": "از روی کاغذ ثبت شد",
    "waiting": "در صف",
    "called": "فراخوانده شد",
    "meeting": "پای میز حاضر شد",
    "held": "نگه داشته شد",
    "done": "پایان یافت",
    "no_show": "غایب شد",
    "left": "انصراف داد",
    "postponed": "به جلسهٔ بعد منتقل شد",
    "moved": "به جلسهٔ دیگر منتقل شد",
}


def hit_row(hit: Hit) -> ListRow:
    codes = " · ".join(isolate(fa(text)) for text in (hit.code, hit.mobile) if text)
    about = " ".join(hit.matter.split()) or hit.category
    numbers = "، ".join(isolate(fa(number)) for number in hit.numbers.split())
    quiet = " · ".join(filter(None, (numbers, codes, about)))
    day = isolate(fa(jalali(hit.day)))
    return ListRow(hit.visit_id, hit.visitor, quiet, str(hit.ticket), day, _hit_tags(hit))


def _hit_tags(hit: Hit) -> tuple[tuple[TagKind, str], ...]:
    """How far its referrals are; without one that wants an answer, the outcome of the meeting or the visit's state."""
    if hit.stage:
        return stage_tags(hit)
    return (("plain", hit.outcome),) if hit.state == "done" and hit.outcome else (state_tag(hit.state),)


def state_tag(state: str) -> tuple[TagKind, str]:
    kinds: dict[str, TagKind] = {"waiting": "waits", "called": "accent", "meeting": "accent"}
    return kinds.get(state, "plain"), STATES[state]


def course_words(events: Sequence[CaseEvent]) -> str:
    """Return what happened to the visit in its session, in one line."""
    return " · ".join(f"{ACTIONS.get(each.action, 'تغییر کرد')} {_when(each.at)} ({each.clerk})" for each in events)


def visitor_details(case: Case) -> str:
    visitor = case.story.visitor
    parts = (
        f"فرزند {visitor.father}" if visitor.father else "",
        isolate(fa(visitor.code)) if visitor.code else "",
        isolate(fa(visitor.mobile)) if visitor.mobile else "",
        case.story.district,
    )
    return " · ".join(filter(None, parts))


def session_and_category(case: Case) -> str:
    session = case.session
    number = f"جلسهٔ {session.round}" if session.round else "جلسهٔ آینده"
    gathered = f"پروندهٔ جمعی: {'، '.join(case.story.collective)}" if case.story.collective else ""
    told = (session.programme, number, short_day(session.day), case.story.visit.category, gathered)
    return " · ".join(filter(None, told))


def _when(moment: str) -> str:
    return f"{short_day(local_day(moment))} {isolate(fa(local_time(moment)))}"
