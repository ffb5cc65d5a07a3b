"""A visitor's story as rich text: a head for each matter, and below it a row for each event."""

from html import escape

from app.cases.event_words import Voice, event_details, event_title, voice
from app.cases.events import Event
from app.cases.person import PersonMatter
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.search.case import Case, CaseEvent
from app.visits.visits import STATES
from ui.parts.stage_tags import stage_tags
from ui.search.words import course_words
from ui.widgets import theme
from ui.widgets.frames import TagKind

AT_ONCE = 20
"""How many matters are drawn at first: the rest of a long story is drawn on demand."""
RAILS: dict[Voice, str] = {
    "unit": theme.ACCENT,
    "agreed": theme.TAGS["good"][0],
    "denied": theme.RED,
    "visitor": theme.INK,
    "official": theme.INK,
    "office": theme.BORDER,
}


def story_html(case: Case, matters: int) -> str:
    """Return the first so many matters, those where something is awaited under a heading of their own."""
    asked, parts = case.story.visit.id, list[str]()
    for is_open, heading in ((True, "باز و ردشده"), (False, "بسته")):
        like = [each for each in case.person.matters if each.is_unsettled == is_open]
        shown = [each for each in case.person.matters[:matters] if each.is_unsettled == is_open]
        if shown:
            colour = theme.RED if is_open else theme.QUIET
            parts.append(f"<p dir='rtl' style='color:{colour}'><b>{heading}</b> ({_text(len(like))})</p>")
            parts += [_matter(each, asked, case.events) for each in shown]
    return "".join(parts)


def _matter(matter: PersonMatter, asked: int, course: tuple[CaseEvent, ...]) -> str:
    is_asked = any(visit.visit_id == asked for visit in matter.visits)
    days = " و ".join(isolate(jalali(visit.day)) for visit in matter.visits)
    tags = [*_tags(matter), *([("accent", "همین مراجعه")] if is_asked else [])]
    shown_tags = " &nbsp;".join(_tag(kind, text) for kind, text in tags)
    head = f"<b>{_text(matter.latest.category)}</b> · {_text(days)} &nbsp; {shown_tags}"
    rows = "".join(_row(event) for event in matter.events)
    if is_asked and course:
        rows += _cells("", RAILS["office"], f"<span style='color:{theme.QUIET}'>{_text(course_words(course))}</span>")
    return (
        f"<p dir='rtl' style='margin:10px 0 4px 0'>{head}</p>"
        f"<table width='100%' cellspacing='0' cellpadding='3'>{rows}</table>"
    )


def _tags(matter: PersonMatter) -> tuple[tuple[TagKind, str], ...]:
    if matter.stage:
        return stage_tags(matter)
    latest = matter.latest
    return (("plain", latest.outcome or STATES[latest.state]),)


def _tag(kind: str, text: str) -> str:
    ink, ground = theme.TAGS[kind]
    return f"<span style='color:{ink}; background-color:{ground}'>&nbsp;{_text(text)}&nbsp;</span>"


def _row(event: Event) -> str:
    """Show what somebody said on a line of its own, and what the office did in one line."""
    spoken = voice(event)
    title, details = _text(event_title(event)), _text(event_details(event))
    if spoken == "office":
        words, colour = " · ".join(filter(None, (title, details))), theme.QUIET
    else:
        words = f"<b>{title}</b>{f'<br>{details}' if details else ''}"
        colour = theme.RED if spoken == "denied" else theme.INK
    day = f"<span style='color:{theme.QUIET}'>{_text(isolate(jalali(event.day)))}</span>"
    return _cells(day, RAILS[spoken], f"<span style='color:{colour}'>{words}</span>")


def _cells(day: str, rail: str, words: str) -> str:
    """Return a row whose first cell is the left one: Qt's tables know no other direction."""
    return (
        f"<tr><td>{words}</td><td width='4' bgcolor='{rail}'></td>"
        f"<td width='{theme.px(92)}' valign='top'>{day}</td></tr>"
    )


def _text(text: object) -> str:
    return escape(fa(text))
