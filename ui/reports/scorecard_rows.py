"""The units, figures and referrals of the scorecard as rows of a list."""

from app.figures.definitions import FIGURES, RANKED_FROM, Tally
from app.figures.scorecard import CountedReferral, Scorecard, UnitFigures
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from ui.parts.stage_tags import stage_tag
from ui.widgets import ListRow
from ui.widgets.frames import TagKind


def whole_row(card: Scorecard) -> ListRow:
    before = f"دورهٔ قبل: {card.before['sent']} ارجاع، {percent(card.before.in_time)} به‌هنگام"
    return ListRow(-1, "همهٔ واحدها", f"{_shares(card.whole)} · {before}", time=f"{card.whole['sent']} ارجاع")


def unit_row(unit: UnitFigures) -> ListRow:
    rank = f"رتبهٔ {unit.rank} از {unit.ranked}" if unit.rank else "بدون رتبه"
    kind: TagKind = "plain" if unit.tally["sent"] < RANKED_FROM else "accent"
    late: tuple[tuple[TagKind, str], ...] = ()
    if unit.tally["overdue"]:
        late = (("late", f"{unit.tally['overdue']} دیرشده"),)
    return ListRow(
        unit.id or 0,
        unit.name,
        f"{_shares(unit.tally)} · {rank}",
        time=f"{unit.tally['sent']} ارجاع",
        tags=((kind, unit.load), *late),
    )


def figure_rows(tally: Tally) -> list[ListRow]:
    """Return a row for each figure; a figure that is a part of others says its share too."""
    said = {
        "in_time": percent(tally.in_time),
        "in_promise": percent(tally.in_promise),
        "solved": percent(tally.solved),
        "accepted": percent(tally.accepted),
    }
    if tally.oldest:
        said["open"] = f"قدیمی‌ترین از {isolate(jalali(tally.oldest))}"
    if tally.median is not None:
        said["answered"] = f"میانه {tally.median} و صدک ۹۰ {tally.percentile_90} روز کاری"
    return [
        ListRow(n, figure.label, said.get(name, ""), number=fa(tally[name]))
        for n, (name, figure) in enumerate(FIGURES.items(), 1)
    ]


def referral_row(referral: CountedReferral) -> ListRow:
    quiet = " · ".join(filter(None, (isolate(fa(referral.number)), referral.visitor, referral.category)))
    return ListRow(
        referral.referral_id,
        referral.unit,
        quiet,
        time=isolate(fa(jalali(referral.issued_day))),
        tags=(stage_tag(referral.stage),),
    )


def percent(share: float | None) -> str:
    return "—" if share is None else f"{round(100 * share)}٪"


def _shares(tally: Tally) -> str:
    if tally.in_time is None and tally.solved is None:
        return "هنوز مهلتی نرسیده و پاسخی نیامده است"
    return f"{percent(tally.in_time)} به‌هنگام · {percent(tally.solved)} حل‌شده"
