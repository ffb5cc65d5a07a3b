"""Gathers the letter that tells a unit of deadlines which moved."""

from app.access.privacy import cover_on_paper
from app.closures import letters
from app.papers.deadline_letter import DeadlineLetter, MovedRow
from app.printing.parts import letterhead
from db import Database, Row


def deadline_letter(db: Database, letter_id: int, reprint: bool = False) -> DeadlineLetter:
    head, rows = letters.letter(db, letter_id)
    return DeadlineLetter(
        letterhead=letterhead(db, rows[0], head["at"]),
        number=letter_id,
        day=head["day"],
        addressed_as=rows[0]["addressed_as"],
        unit=rows[0]["unit_name"],
        closed_day=head["closed_day"],
        opened_day=head["opened_day"],
        reason=head["reason"],
        decree=head["letter"],
        rows=tuple(_moved_row(row) for row in rows),
        reprint=reprint,
    )


def _moved_row(row: Row) -> MovedRow:
    cover = cover_on_paper(row["confidential"])
    return MovedRow(
        row["number"],
        cover.words(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        row["before_day"],
        row["after_day"],
    )
