"""The referrals of each official in a period, and their outcomes."""

from app.figures import definitions
from app.figures.definitions import Scope, Tally
from app.figures.parts import TOTAL, UNNAMED, Columns, Link, Links, ReportContent, TableRow, behind, with_total
from app.figures.scorecard import names
from app.papers.period_report import Chart, ReportTable
from app.persian.text import sort_key
from db import Database

FATE = ("sent", "answered", "accepted", "denied", "unasked", "open", "overdue", "unanswered")
"""The counts of an official's referrals, in the order of the columns."""
REFERRED: Columns = (
    ("مقام", "text"),
    *((definitions.FIGURES[name].label, "count") for name in FATE),
    ("تا وعده", "share"),
    ("تأیید از پرسیده", "share"),
)
REFERRED_LINKS: Links = (
    None,
    *(Link("referrals", (name,)) for name in FATE),
    Link("referrals", ("in_promise", "promise_due")),
    Link("referrals", ("accepted", "asked")),
)


def referred(db: Database, scope: Scope, before: Scope) -> ReportContent:
    """Report what each official referred in the period and what came of it, the most referrals first."""
    tallies, called = definitions.tallies(db, scope, "official"), names(db, "official")
    keys = sorted(tallies, key=lambda key: (-tallies[key]["sent"], sort_key(called.get(key, UNNAMED))))
    rows = [_referred(called.get(key, UNNAMED), tallies[key]) for key in keys]
    total = _referred(TOTAL, definitions.add_up(list(tallies.values())))
    only = [(("official", (key,)),) for key in keys]
    late = [(called.get(key, UNNAMED), float(tallies[key]["overdue"])) for key in keys if tallies[key]["overdue"]]
    return ReportContent(
        (),
        (Chart("باز و دیرشده", "از ارجاع‌های هر مقام", "count", tuple(late)),),
        (ReportTable("ارجاع‌های هر مقام و سرانجام آن‌ها", REFERRED, with_total(rows, total)),),
        of_visits=False,
        behind=(behind(REFERRED_LINKS, with_total(only, ()), scope),),
    )


def _referred(name: str, tally: Tally) -> TableRow:
    return (name, *(tally[each] for each in FATE), tally.in_promise, tally.accepted)
