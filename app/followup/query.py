"""The query of a follow-up list: the filter, the order and the groups that a clerk chose, and what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.access.clerks import Clerk
from app.access.privacy import ReadingRights, rights_of
from app.followup.lists import LISTS, DayMarks, day_marks
from app.persian.text import sort_key
from app.referrals.spellings import spellings
from app.visits.index import CODES, NAMES, index_words
from db import Database, Row
from db import search as full_text

SORTS = {
    "day": "list_day",
    "late": "CASE WHEN in_time_until = '' THEN '9' ELSE in_time_until END",
    "number": "number",
    "unit": "list_day",
    "visitor": "visitor.sort_key",
}
"""The SQL of each order; units are put in Persian order afterwards."""
JOINED = (
    " FROM followup JOIN referral ON referral.id = followup.referral_id JOIN visit ON visit.id = referral.visit_id"
    " JOIN visitor ON visitor.id = visit.visitor_id JOIN category ON category.id = visit.category_id"
)
_COLUMNS = {
    "unit": "followup.unit_id",
    "programme": "followup.programme_id",
    "session": "visit.session_id",
    "official": "followup.official_id",
    "category": "visit.category_id",
    "district": "visit.district_id",
}
_COVERED = ("official", "category", "district")
"""The filters by which a covered referral is not found, because they would tell what its matter is."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """The ids that a referral must have, None for any; and words, each of which must begin a word of what the clerk
    may read of it."""

    words: str = ""
    unit: int | None = None
    programme: int | None = None
    session: int | None = None
    official: int | None = None
    category: int | None = None
    district: int | None = None

    def ids(self) -> dict[str, int]:
        chosen = {name: getattr(self, name) for name in _COLUMNS}
        return {name: id_ for name, id_ in chosen.items() if id_ is not None}


@dataclass(frozen=True, slots=True)
class ListQuery:
    key: str = "next"
    """A name of LISTS."""
    filter: ListFilter = field(default_factory=ListFilter)
    sort: str = "day"
    """A name of SORTS."""
    descending: bool = False
    by_unit: bool = False
    """Whether the referrals of a unit stand together."""


@dataclass(frozen=True, slots=True)
class UnitGroup:
    unit_id: int
    unit: str
    ids: tuple[int, ...]
    objected: int
    late: int


@dataclass(frozen=True, slots=True)
class Sight:
    """The referrals that are in sight, as of one moment. Pages of rows are read by these ids: what another desk changes
    meanwhile neither skips a row nor shows one twice, and the screen asks anew when it hears of the change."""

    wanted: ListQuery
    """The query that was asked."""
    ids: tuple[int, ...]
    """In the order asked for. Acts in bulk take these."""
    groups: tuple[UnitGroup, ...]
    """By unit in Persian order, with the same ids in the same order; empty unless asked for."""


def in_sight(db: Database, clerk: Clerk, wanted: ListQuery) -> Sight:
    """Return every referral of a list that passes the filter."""
    marks, rights = day_marks(db), rights_of(db, clerk)
    found = _with_words(db, rights, wanted, _rows(db, rights, wanted, marks), marks)
    if wanted.sort == "unit" or wanted.by_unit:
        found = _by_unit(db, found, descending=wanted.descending and wanted.sort == "unit")
    groups = _groups(found, marks.values["today"]) if wanted.by_unit else ()
    return Sight(wanted, tuple(row["referral_id"] for row in found), tuple(groups))


def _rows(db: Database, rights: ReadingRights, wanted: ListQuery, marks: DayMarks) -> list[Row]:
    chosen, ids = LISTS[wanted.key], wanted.filter.ids()
    is_open, values = rights.open_matters()
    where = [chosen.condition, *(f"{_COLUMNS[name]} = :only_{name}" for name in ids)]
    if any(name in _COVERED for name in ids):
        where.append(is_open)
    way = "DESC" if wanted.descending else "ASC"
    return db.rows(
        marks.sql(
            "SELECT followup.referral_id AS referral_id, followup.unit_id AS unit_id, visit.id AS visit_id, stage,"
            f" in_time_until, {chosen.day} AS list_day{JOINED} WHERE {' AND '.join(where)}"
            f" ORDER BY {SORTS[wanted.sort]} {way}, followup.referral_id {way}"
        ),
        **marks.values,
        **values,
        **{f"only_{name}": id_ for name, id_ in ids.items()},
    )


def _with_words(db: Database, rights: ReadingRights, wanted: ListQuery, rows: list[Row], marks: DayMarks) -> list[Row]:
    """Return the rows that every typed word fits. The index knows the words of a whole visit: the rows of visits that
    are covered, or went to several units, are compared with their own words."""
    if not wanted.filter.words.strip():
        return rows
    ways = spellings(wanted.filter.words)
    listed = (
        "SELECT referral.visit_id FROM referral JOIN followup ON followup.referral_id = referral.id"
        f" WHERE {LISTS[wanted.key].condition}"
    )
    visits = set[int]().union(*(full_text.find_among(db, way, marks.sql(listed), **marks.values) for way in ways))
    found = [row for row in rows if row["visit_id"] in visits]
    doubtful = _own_words(db, rights, [row["referral_id"] for row in found])
    return [row for row in found if row["referral_id"] not in doubtful or _fits(ways, doubtful[row["referral_id"]])]


def _fits(ways: Iterable[tuple[str, ...]], words: list[str]) -> bool:
    return any(all(any(known.startswith(word) for known in words) for word in way) for way in ways)


def _own_words(db: Database, rights: ReadingRights, ids: list[int]) -> dict[int, list[str]]:
    """Return the words that this clerk may read of each of these referrals which the index cannot tell."""
    is_open, values = rights.open_matters()
    codes = ", ".join(f"visitor.{name}" for name in CODES)
    found = dict[int, list[str]]()
    for some in chunks(ids):
        for row in db.rows(
            f"SELECT referral.id AS id, {', '.join(NAMES)}, {codes}, matter, companion, category.name AS category,"
            f" paraph.words AS words, number, barcode, unit_name, CASE WHEN {is_open} THEN 1 ELSE 0 END AS is_open"
            f"{JOINED} JOIN paraph ON paraph.id = referral.paraph_id WHERE referral.id IN ({some}) AND (NOT {is_open}"
            " OR (SELECT COUNT(*) FROM referral AS other WHERE other.visit_id = visit.id) > 1)",
            **values,
        ):
            found[row["id"]] = _readable(row, rights)
    return found


def _readable(row: Row, rights: ReadingRights) -> list[str]:
    names = [*NAMES, *(CODES if rights.sees_identifiers else ()), "number", "barcode", "unit_name"]
    if row["is_open"]:
        names += ["matter", "companion", "category", "words"]
    return index_words([str(row[name]) for name in names if row[name]], row["first_name"], row["last_name"])


def chunks(ids: Iterable[int], size: int = 500) -> list[str]:
    """Return ids as SQL lists: a statement that names 20,000 of them takes longer to read than to answer."""
    every = list(ids)
    return [", ".join(str(int(id_)) for id_ in every[at : at + size]) for at in range(0, len(every), size)]


def _by_unit(db: Database, rows: list[Row], *, descending: bool) -> list[Row]:
    units = db.rows("SELECT id, name FROM unit")
    names = {row["id"]: row["name"] for row in units}
    order = sorted(names, key=lambda id_: (sort_key(names[id_]), id_), reverse=descending)
    rank = {id_: at for at, id_ in enumerate(order)}
    return [row | {"unit": names[row["unit_id"]]} for row in sorted(rows, key=lambda row: rank[row["unit_id"]])]


def _groups(rows: list[Row], today: str) -> list[UnitGroup]:
    by_unit = dict[int, list[Row]]()
    for row in rows:
        by_unit.setdefault(row["unit_id"], []).append(row)
    return [
        UnitGroup(
            unit_id,
            some[0]["unit"],
            tuple(row["referral_id"] for row in some),
            sum(row["stage"] == "objected" for row in some),
            sum("" < row["in_time_until"] < today for row in some),
        )
        for unit_id, some in by_unit.items()
    ]
