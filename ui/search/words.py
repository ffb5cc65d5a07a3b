"""Search results, paraphs, referrals and events as rows of lists."""

from collections.abc import Sequence

from app.persian.calendar import jalali, local_day, local_time, short_day
from app.persian.text import fa, isolate
from app.referrals.issuing import Referral
from app.search.case import Case, CaseEvent, CaseParaph
from app.search.search import Hit
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tag, stage_tags
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

PARAPH_STATES: dict[str, tuple[TagKind, str]] = {
    "valid": ("good", "معتبر"),
    "amended": ("waits", "اصلاح‌شده"),
    "void": ("late", "باطل"),
}
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


def paraph_rows(case: Case) -> list[ListRow]:
    """Return a row for each paraph, followed by the rows of its referrals."""
    return [row for n, written in enumerate(case.paraphs) for row in _with_referrals(n * 100 + 1, written)]


def _with_referrals(first_id: int, written: CaseParaph) -> list[ListRow]:
    paraph = written.paraph
    words = f"«{' '.join(paraph.words.split())}»" if paraph.words else ""
    reason = f"علت: {paraph.reason}" if paraph.reason else ""
    name = " · ".join(filter(None, (paraph.official_post, paraph.official_name, paraph.outcome_name)))
    row = ListRow(
        first_id,
        name,
        " ".join(filter(None, (words, reason))),
        time=_when(paraph.written_at),
        tags=(PARAPH_STATES[paraph.state],),
    )
    return [row] + [_referral(first_id + n, referral) for n, referral in enumerate(written.referrals, 1)]


def _referral(row_id: int, referral: Referral) -> ListRow:
    due = f"مهلت {isolate(fa(jalali(referral.due_day)))}" if referral.due_day else "پاسخ لازم نیست"
    tag: tuple[TagKind, str] = ("late", "باطل") if referral.state == "void" else stage_tag(referral.stage or "")
    return ListRow(row_id, f"{isolate(fa(referral.number))} · {referral.unit_name}", due, tags=(tag,))


def event_rows(events: Sequence[CaseEvent]) -> list[ListRow]:
    """Return the events, newest first."""
    return [
        ListRow(n, ACTIONS.get(event.action, "تغییر کرد"), event.clerk, time=_when(event.at))
        for n, event in reversed(list(enumerate(events, 1)))
    ]


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
