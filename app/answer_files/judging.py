"""Judges the rows of files that came back: new, recorded already, overtaken by what happened since, or refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.answer_files import marks
from app.answer_files.columns import HEADERS
from app.answer_files.marks import SignedReferral
from app.answer_files.reading import ReceivedFile, ReceivedRow, ReceivedSheet, read
from app.answer_files.writing import VERSION
from app.errors import Refused
from app.office import lists
from app.persian.calendar import jalali, local_day, parse_jalali
from app.persian.text import checked, clean, fa, isolate, joined_key
from app.referrals import answers, complaint, issuing, lifecycle, numbers
from app.referrals.answers import UnitAnswer
from app.referrals.state import NOT_OURS, STAGES, ReferralState
from db import Database, Row

Verdict = Literal["new", "passing", "same", "changed", "refused"]
"""'passing' is new too: the referral goes to the unit that the row names."""
_ROWS_A_QUERY = 400


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """The verdict on one row, or on a whole file that was refused."""

    place: int
    """Its place among all rows of all files, from 1."""
    file: str
    line: int
    """0 of a whole file."""
    verdict: Verdict
    number: str
    unit: str
    """'' where the row's referral is not known."""
    answer_line: str
    """The answer or the passing on in one line, as the preview shows it; '' where the row is refused."""
    sentence: str
    """Why it is not new; '' of one that is."""
    referral_id: int = 0
    unit_id: int = 0
    answer: UnitAnswer | None = None
    to_unit_id: int = 0
    """The unit it is passed on to; 0 of an answer."""


@dataclass(frozen=True, slots=True)
class JudgedFiles:
    rows: tuple[JudgedRow, ...]
    unanswered: int
    """Rows that the units left empty."""

    def count(self, *verdicts: Verdict) -> int:
        return sum(row.verdict in verdicts for row in self.rows)

    def to_record(self) -> tuple[JudgedRow, ...]:
        return tuple(row for row in self.rows if row.verdict in ("new", "passing"))


class _Overtaken(Exception):
    """The row is genuine, and cannot be recorded any more."""

    def __init__(self, verdict: Verdict, sentence: str) -> None:
        super().__init__(sentence)
        self.verdict: Verdict = verdict
        self.sentence = sentence


class FileJudge:
    """Judges rows against the database as it is now."""

    def __init__(self, db: Database) -> None:
        self._db, self._key, self._today = db, marks.read_key(db), local_day(db.now())
        self._outcomes = {joined_key(each.name): each for each in answers.outcomes(db)}
        self._units = {joined_key(name): unit_id for unit_id, name in lists.choices(db, "unit")}
        self._unit_names = {row["id"]: str(row["name"]) for row in lists.entries(db, "unit", retired=True)}

    def judge(self, files: Sequence[ReceivedFile]) -> JudgedFiles:
        rows: list[JudgedRow] = []
        unanswered = 0
        for file in files:
            try:
                sheet = read(file)
            except Refused as refused:
                rows.append(JudgedRow(0, file.name, 0, "refused", "", "", "", refused.sentence))
                continue
            unanswered += sum(row.is_blank and bool(row.number) for row in sheet.rows)
            rows += self._judge_sheet(file.name, sheet)
        return JudgedFiles(tuple(replace(row, place=n) for n, row in enumerate(_without_twins(rows), 1)), unanswered)

    def _judge_sheet(self, file: str, sheet: ReceivedSheet) -> Iterator[JudgedRow]:
        filled = [row for row in sheet.rows if not row.is_blank]
        known = self._referrals({number for row in filled if (number := numbers.parse_number(row.number))})
        both = [(row, known.get(numbers.parse_number(row.number))) for row in filled]
        units = {unit for mark in sheet.file_marks if (unit := marks.unit_of_file(self._key, mark))}
        units = units or {each["unit_id"] for row, each in both if each and self._is_genuine(row, each)}
        for row, referral in both:
            judged = JudgedRow(0, file, row.line, "refused", clean(row.number), "", "", "")
            try:
                if referral is None:
                    raise Refused(self._unknown(row))
                judged = replace(judged, unit=self._unit_names[referral["unit_id"]], unit_id=referral["unit_id"])
                self._must_be_genuine(row, referral, units)
                judged = replace(judged, referral_id=referral["id"])
                yield self._judge_answer(judged, row, referral)
            except _Overtaken as overtaken:
                yield replace(judged, verdict=overtaken.verdict, sentence=overtaken.sentence)
            except Refused as refused:
                yield replace(judged, sentence=refused.sentence)

    def _referrals(self, wanted: set[str]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        each = sorted(wanted)
        for start in range(0, len(each), _ROWS_A_QUERY):
            named = {f"n{n}": number for n, number in enumerate(each[start : start + _ROWS_A_QUERY])}
            rows = self._db.rows(
                "SELECT referral.id AS id, referral.number AS number, barcode, followup.unit_id AS unit_id, visit_id,"
                f" stage, confidential, {VERSION} AS version FROM referral JOIN followup ON referral_id = referral.id"
                " JOIN visit ON visit.id = visit_id JOIN category ON category.id = visit.category_id"
                f" WHERE referral.number IN ({', '.join(f':{name}' for name in named)})",
                **named,
            )
            found |= {row["number"]: row for row in rows}
        return found

    def _unknown(self, row: ReceivedRow) -> str:
        if not row.number:
            return f"«{HEADERS['number']}» این ردیف خالی است؛ معلوم نیست پاسخ از آن کدام ارجاع است."
        return numbers.gap_sentence(self._db, row.number) or "ارجاعی با این شماره صادر نشده است."

    def _is_genuine(self, row: ReceivedRow, referral: Row) -> bool:
        """Whether the office wrote this mark for this referral."""
        says = marks.row_says(row.mark)
        if says is None:
            return False
        signed = SignedReferral(referral["id"], referral["number"], referral["barcode"], *says)
        return marks.is_genuine(self._key, row.mark, signed) and says[0] == referral["unit_id"]

    def _must_be_genuine(self, row: ReceivedRow, referral: Row, units: set[int]) -> None:
        if marks.row_says(row.mark) is None:
            raise Refused("نشان این ردیف پاک شده یا تغییر کرده است؛ پاسخ را در پروندهٔ ارجاع ثبت کنید.")
        if not self._is_genuine(row, referral):
            raise Refused("شماره و نشان این ردیف به هم نمی‌خورد؛ یکی از آن‌ها تغییر کرده یا از ردیف دیگری آمده است.")
        if clean(row.code) != referral["barcode"]:
            raise Refused("شماره و کد برگهٔ این ردیف به هم نمی‌خورد؛ یکی از آن‌ها تغییر کرده است.")
        unit_id = referral["unit_id"]
        if units != {unit_id}:
            raise Refused(f"این ردیف از پاسخ‌نامهٔ «{isolate(self._unit_names[unit_id])}» است، نه از این فایل.")
        if referral["confidential"]:
            raise Refused("موضوع این ارجاع محرمانه است؛ پاسخ آن را در پروندهٔ ارجاع ثبت کنید.")

    def _judge_answer(self, judged: JudgedRow, row: ReceivedRow, referral: Row) -> JudgedRow:
        to_unit = self._to_unit(row)
        words = lifecycle.required_words(row.words, "متن پاسخ")
        now = lifecycle.get(self._db, judged.referral_id)
        if to_unit:
            if not self._is_as_sent(now, row, referral):
                raise self._passed_or_overtaken(now, to_unit)
            self._must_pass(now, referral["visit_id"], to_unit)
            line = f"واگذاری به {self._unit_names[to_unit]} · {words}"
            return replace(
                judged, verdict="passing", answer_line=line, to_unit_id=to_unit, answer=UnitAnswer("", words)
            )
        given = UnitAnswer(self._outcome(row), words, row.day, checked(row.letter, HEADERS["letter"], "letter", 60))
        if not self._is_as_sent(now, row, referral):
            raise self._recorded_or_overtaken(now, given)
        answers.must_prove_day(now, given, answers.parse_answer_day(now, given.day, self._today), self._today)
        name = next(each.name for each in self._outcomes.values() if each.code == given.outcome)
        return replace(judged, verdict="new", answer_line=f"{name} · {words}", answer=given)

    def _to_unit(self, row: ReceivedRow) -> int:
        if not row.other_unit:
            return 0
        unit_id = self._units.get(joined_key(row.other_unit))
        if unit_id is None:
            raise Refused(f"واحد «{isolate(row.other_unit)}» در فهرست واحدها نیست.")
        if row.outcome and self._outcome(row) != NOT_OURS:
            raise Refused("هم نتیجه پر شده است و هم واحد دیگر؛ یکی از آن دو باید خالی باشد.")
        return unit_id

    def _outcome(self, row: ReceivedRow) -> str:
        if not row.outcome:
            raise Refused(f"«{HEADERS['outcome']}» این ردیف خالی است.")
        found = self._outcomes.get(joined_key(row.outcome))
        if found is None:
            raise Refused(f"نتیجهٔ «{isolate(row.outcome)}» در فهرست نتیجه‌ها نیست.")
        return found.code

    def _is_as_sent(self, now: ReferralState, row: ReceivedRow, referral: Row) -> bool:
        """Whether nothing happened since the file was made that would make the answer one to something else."""
        says = marks.row_says(row.mark)
        return says is not None and says[1] == referral["version"] and now.awaited

    def _must_pass(self, now: ReferralState, visit_id: int, to_unit: int) -> None:
        if to_unit == now.unit_id:
            raise Refused("این ارجاع اکنون نزد همین واحد است.")
        issuing.must_be_new_to(self._db, now.referral_id, to_unit)
        if complaint.complained_of(self._db, visit_id, [to_unit]):
            raise Refused("این شکایت دربارهٔ همان واحد است؛ واگذاری را در پروندهٔ ارجاع انجام دهید.")

    def _recorded_or_overtaken(self, now: ReferralState, given: UnitAnswer) -> _Overtaken:
        """Return 'same' when the referral has this answer; a row without a day says it whatever its day."""
        for saved in answers.of_referral(self._db, now.referral_id):
            known = (saved.kind, saved.outcome, saved.words, saved.unit_number)
            if known == ("final", given.outcome, given.words, given.unit_number) and (
                not given.day or saved.day == _iso_day(given.day)
            ):
                return _Overtaken("same", f"همین پاسخ با تاریخ {isolate(fa(jalali(saved.day)))} ثبت شده است.")
        return _moved_on(now)

    def _passed_or_overtaken(self, now: ReferralState, to_unit: int) -> _Overtaken:
        passed = self._db.row(
            "SELECT number FROM referral JOIN followup ON referral_id = id WHERE passed_from = :id"
            " AND followup.unit_id = :unit",
            id=now.referral_id,
            unit=to_unit,
        )
        if passed and now.stage == "passed":
            number = isolate(fa(passed["number"]))
            return _Overtaken("same", f"این ارجاع با شمارهٔ {number} به همان واحد واگذار شده است.")
        return _moved_on(now)


def _moved_on(now: ReferralState) -> _Overtaken:
    return _Overtaken(
        "changed", f"این ارجاع پس از صدور پاسخ‌نامه تغییر کرده و اکنون «{STAGES[now.stage]}» است؛ پروندهٔ آن را ببینید."
    )


def _iso_day(typed: str) -> str:
    """Return a typed day as an ISO one; '' of a text that is none."""
    try:
        return parse_jalali(typed)
    except Refused:
        return ""


def _without_twins(rows: Sequence[JudgedRow]) -> Iterator[JudgedRow]:
    """Yield the rows with each referral once: a row that says the same again is 'same', two that differ are refused."""
    by_referral: dict[int, list[JudgedRow]] = {}
    for row in rows:
        if row.verdict in ("new", "passing"):
            by_referral.setdefault(row.referral_id, []).append(row)
    seen: set[int] = set()
    for row in rows:
        twins = by_referral.get(row.referral_id, []) if row.verdict in ("new", "passing") else []
        if len({(twin.answer, twin.to_unit_id) for twin in twins}) > 1:
            sentence = f"این ارجاع {fa(len(twins))} ردیف با پاسخ‌های متفاوت دارد؛ فقط یکی را نگه دارید."
            yield replace(row, verdict="refused", sentence=sentence, answer=None)
        elif row.referral_id in seen and twins:
            yield replace(row, verdict="same", sentence="همین پاسخ در ردیف دیگری آمده است.", answer=None)
        else:
            seen |= {row.referral_id} if twins else set()
            yield row
