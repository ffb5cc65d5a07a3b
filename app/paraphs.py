"""The paraph: the official's directive on a visit, and the referrals it sends to units."""

from dataclasses import dataclass
from typing import Any

from app import lists, numbers, papers, programmes, queue, sessions
from app.calendar import due_day, jalali_year, local_day
from app.clerks import Clerk
from app.errors import Refused
from app.journal import Entry, writing
from app.office import settings
from app.search import remember
from app.text import checked, search_key
from db import Database, Row

ROLES = ("table",)
PARTS = {"lead": "اقدام", "partner": "همکار", "copy": "رونوشت"}
WORDS_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Addressee:
    unit_id: int
    part: str = "lead"
    """'lead' acts, 'partner' acts with it, 'copy' is only told."""
    urgency: str = ""
    working_days: int | None = None
    answer_needed: bool = True

    def must_be_whole(self) -> None:
        if self.part not in PARTS:
            raise Refused("نقش واحد را از فهرست برگزینید.", "addressees")
        if self.waits and not self.working_days:
            raise Refused("مهلت پاسخ را بنویسید؛ این ارجاع پاسخ می‌خواهد.", "working_days")
        if self.working_days is not None and not 1 <= self.working_days <= 250:
            raise Refused("مهلت پاسخ میان ۱ تا ۲۵۰ روز کاری است.", "working_days")

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited."""
        return self.answer_needed and self.part != "copy"


@dataclass(frozen=True, slots=True)
class Draft:
    official_id: int
    outcome: str
    """Code of visit_outcome."""
    words: str
    addressees: tuple[Addressee, ...] = ()
    complaint_accepted: bool = False
    """The clerk was asked about referring a complaint to the very unit complained of, and it is meant so."""

    def must_be_whole(self, *, referral: bool) -> str:
        """The words as stored; Refused, with the field, when something is missing. `referral`: the outcome refers."""
        words = checked(self.words, "متن پاراف", "words", WORDS_LIMIT, lines=True)
        if not self.official_id:
            raise Refused("پاراف‌کننده را برگزینید.", "official_id")
        if referral and not words:
            raise Refused("متن پاراف را بنویسید.", "words")
        self._must_address(referral)
        return words

    def _must_address(self, referral: bool) -> None:
        units = [each.unit_id for each in self.addressees]
        if not referral and units:
            raise Refused("این نتیجه ارجاع ندارد؛ واحدها را بردارید یا «ارجاع شد» را برگزینید.", "outcome")
        if referral and not any(each.part == "lead" for each in self.addressees):
            raise Refused("دست‌کم یک واحد اقدام‌کننده برگزینید.", "addressees")
        if len(set(units)) < len(units):
            raise Refused("یک واحد دو بار آمده است.", "addressees")
        for each in self.addressees:
            each.must_be_whole()


@dataclass(frozen=True, slots=True)
class Saved:
    paraph_id: int
    visit_id: int
    numbers: tuple[str, ...]


def save(db: Database, clerk: Clerk, visit_id: int, draft: Draft) -> Saved:
    """Write the paraph, number its referrals, ask for the papers and free the table: all or nothing."""
    with writing(db, clerk, ROLES, "queue", "paraphs", "papers") as entry:
        queue.one(db, visit_id).must_allow("finish")
        saved = _write(entry, visit_id, draft, replaces=None)
        queue.finish(entry, visit_id, draft.outcome)
        return saved


def amend(db: Database, clerk: Clerk, paraph_id: int, draft: Draft, reason: str) -> Saved:
    """A new paraph in place of a saved one. Its numbers become void and are never used again."""
    with writing(db, clerk, ROLES, "queue", "paraphs", "papers") as entry:
        before = _void(entry, paraph_id, reason, "amended")
        saved = _write(entry, before["visit_id"], draft, replaces=paraph_id)
        db.rows("UPDATE visit SET outcome = :outcome WHERE id = :id", outcome=draft.outcome, id=before["visit_id"])
        return saved


def void(db: Database, clerk: Clerk, paraph_id: int, reason: str) -> None:
    """Take a paraph back altogether; the visitor can be called again."""
    with writing(db, clerk, ROLES, "queue", "paraphs", "papers") as entry:
        before = _void(entry, paraph_id, reason, "void")
        remember(db, before["visit_id"])


def of(db: Database, visit_id: int) -> list[Row]:
    """Every paraph of a visit, newest first, amended and void ones too."""
    return db.rows(
        "SELECT paraph.id AS id, official_id, official_post, official_name, outcome,"
        " visit_outcome.name AS outcome_name, words, written_at, state, reason, replaces FROM paraph"
        " LEFT JOIN visit_outcome ON visit_outcome.code = outcome WHERE visit_id = :id ORDER BY paraph.id DESC",
        id=visit_id,
    )


def referrals(db: Database, paraph_id: int) -> list[Row]:
    return db.rows(
        "SELECT id, unit_id, unit_name, addressed_as, part, number, barcode, urgency, working_days, due_day, issued_at,"
        " state, replaces FROM referral WHERE paraph_id = :id ORDER BY id", id=paraph_id,
    )


def deadline(db: Database, working_days: int) -> str:
    """The day an answer is due that was given `working_days` from today."""
    thursday = bool(settings(db).thursday_works)
    return due_day(local_day(db.now()), working_days, lists.holidays(db), thursday)


def _write(entry: Entry, visit_id: int, draft: Draft, replaces: int | None) -> Saved:
    db = entry.db
    outcome = db.row("SELECT referral FROM visit_outcome WHERE code = :code", code=draft.outcome)
    if outcome is None:
        raise Refused("نتیجهٔ ملاقات را برگزینید.", "outcome")
    words = draft.must_be_whole(referral=bool(outcome["referral"]))
    _question_complaint(db, visit_id, draft)
    paraph_id = _insert(entry, visit_id, draft, words, replaces)
    old = referrals(db, replaces) if replaces else []
    issued = [_refer(entry, visit_id, paraph_id, each, old) for each in draft.addressees]
    papers.ask(entry, "receipt", visit_id)
    remember(db, visit_id)
    return Saved(paraph_id, visit_id, tuple(issued))


def _insert(entry: Entry, visit_id: int, draft: Draft, words: str, replaces: int | None) -> int:
    official = entry.db.row("SELECT post, holder, from_day, to_day FROM official WHERE id = :id", id=draft.official_id)
    if official is None or not lists.holds(official, local_day(entry.now)):
        raise Refused("این مقام امروز در این سمت نیست؛ دیگری را برگزینید.", "official_id")
    values: dict[str, Any] = {
        "visit_id": visit_id, "official_id": draft.official_id, "official_post": official["post"],
        "official_name": official["holder"], "outcome": draft.outcome, "words": words, "written_at": entry.now,
        "table_id": queue.one(entry.db, visit_id).table_id, "state": "valid", "replaces": replaces,
    }
    row = entry.db.one(
        f"INSERT INTO paraph ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)}) RETURNING id",
        **values,
    )
    entry.record("write", "paraph", row["id"], after=values)
    return int(row["id"])


def _refer(entry: Entry, visit_id: int, paraph_id: int, each: Addressee, old: list[Row]) -> str:
    """One referral: its number, the names of its day, its slip."""
    db = entry.db
    unit = db.row("SELECT name, addressed_as FROM unit WHERE id = :id AND retired_on = ''", id=each.unit_id)
    if unit is None:
        raise Refused("واحد را از فهرست برگزینید.", "addressees")
    programme = programmes.one(db, sessions.one(db, queue.one(db, visit_id).session_id).programme_id)
    number = numbers.allocate(db, programme.series, programme.series_digit, jalali_year(local_day(entry.now)))
    days = each.working_days if each.waits else None
    values: dict[str, Any] = {
        "paraph_id": paraph_id, "visit_id": visit_id, "unit_id": each.unit_id, "unit_name": unit["name"],
        "addressed_as": unit["addressed_as"], "part": each.part, "number": number.text, "barcode": number.barcode,
        "urgency": each.urgency, "working_days": days, "due_day": deadline(db, days) if days else "",
        "issued_at": entry.now, "state": "issued", "replaces": _replaced(old, each.unit_id),
    }
    row = db.one(
        f"INSERT INTO referral ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)}) RETURNING id",
        **values,
    )
    entry.record("issue", "referral", row["id"], after=values)
    papers.ask(entry, "slip", row["id"])
    return number.text


def _replaced(old: list[Row], unit_id: int) -> str:
    """Which voided number a new slip stands for: the same unit's, else the first."""
    same = [row["number"] for row in old if row["unit_id"] == unit_id]
    return str((same or [row["number"] for row in old] or [""])[0])


def _void(entry: Entry, paraph_id: int, reason: str, state: str) -> Row:
    reason = checked(reason, "علت", "reason", 200)
    if not reason:
        raise Refused("علت را بنویسید.", "reason")
    before = entry.db.one(
        "SELECT visit_id, official_post, outcome, words, state FROM paraph WHERE id = :id", id=paraph_id)
    if before["state"] != "valid":
        raise Refused("این پاراف پیش‌تر اصلاح یا باطل شده است.")
    entry.db.rows("UPDATE paraph SET state = :state, reason = :reason WHERE id = :id",
                  state=state, reason=reason, id=paraph_id)
    entry.db.rows("UPDATE referral SET state = 'void' WHERE paraph_id = :id", id=paraph_id)
    entry.db.rows("DELETE FROM paper WHERE kind = 'slip' AND state = 'waiting' AND subject_id IN"
                  " (SELECT id FROM referral WHERE paraph_id = :id)", id=paraph_id)
    void_numbers = " ".join(row["number"] for row in referrals(entry.db, paraph_id))
    entry.record(state, "paraph", paraph_id, before=before,
                 after={"state": state, "reason": reason, "void": void_numbers})
    return before


def _question_complaint(db: Database, visit_id: int, draft: Draft) -> None:
    """A complaint sent to the very unit complained of (for staff: to one's own workplace) is asked about first."""
    visit = db.one(
        "SELECT against_unit_id, workplace, confidential FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id WHERE visit.id = :id", id=visit_id,
    )
    if draft.complaint_accepted:
        return
    for each in draft.addressees:
        name = db.one("SELECT name FROM unit WHERE id = :id", id=each.unit_id)["name"]
        own = visit["confidential"] and visit["workplace"] and search_key(visit["workplace"]) == search_key(name)
        if each.unit_id == visit["against_unit_id"] or own:
            raise Refused(f"شکایت از «{name}» به خود آن ارجاع می‌شود. اگر همین منظور است، تأیید کنید.", "complaint")
