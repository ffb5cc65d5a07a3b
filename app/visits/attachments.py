"""Scans and photos of petitions, kept with the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.persian.text import checked, fa
from app.visits import pdf_pages, scans
from db import Database, Row

Drawn = TypeVar("Drawn")
LARGEST = 10 * 1024 * 1024
PIXELS = 60_000_000
"""A3 at 400 dots an inch is half of it; beyond, the program that shows it would want a quarter of a gigabyte."""
PAGES = 200


@dataclass(frozen=True, slots=True)
class New:
    name: str
    data: bytes

    def kind(self) -> str:
        """'png', 'jpeg', 'tiff' or 'pdf', by the file's own first bytes: names lie. Refused otherwise."""
        found = scans.kind(self.data)
        if not found:
            raise Refused("پیوست باید عکس (PNG، JPEG، TIFF) یا PDF باشد.", "attachments")
        if len(self.data) > LARGEST:
            raise Refused(f"پیوست از {fa(LARGEST // 1024 // 1024)} مگابایت بزرگ‌تر است.", "attachments")
        if scans.pixels(self.data) > PIXELS:
            raise Refused(f"این عکس بیش از {fa(PIXELS // 10**6)} میلیون نقطه دارد؛ با وضوح کمتر اسکن کنید.",
                          "attachments")
        if found == "pdf" and (pages := pdf_pages.pages(self.data)) > PAGES:
            raise Refused(f"این PDF {fa(pages)} صفحه دارد؛ بیش از {fa(PAGES)} صفحه پذیرفته نمی‌شود.", "attachments")
        return found


def from_file(path: str) -> New:
    """Read a petition's scan; Refused when it cannot be read or is no such paper."""
    file = Path(path)
    try:
        with file.open("rb") as opened:
            new = New(file.name, opened.read(LARGEST + 1))
    except (OSError, ValueError):
        raise Refused("این فایل خوانده نمی‌شود؛ شاید جابه‌جا شده یا اجازهٔ خواندنش نیست.", "attachments") from None
    new.kind()
    return new


def store(change: Change, visit_id: int, new: New) -> int:
    name, kind = checked(new.name, "نام پیوست", "attachments", 200), new.kind()
    row = change.db.one(
        "INSERT INTO attachment (visit_id, name, kind, data, added_at) VALUES (:visit_id, :name, :kind, :data, :now)"
        " RETURNING id", visit_id=visit_id, name=name, kind=kind, data=new.data, now=change.now,
    )
    change.record("attach", "visit", visit_id, after={"name": name, "bytes": len(new.data)})
    return int(row["id"])


def add(db: Database, clerk: Clerk, visit_id: int, new: New) -> int:
    """To a case that is already registered."""
    with writing(db, clerk, ("reception", "table", "followup"), "queue") as change:
        return store(change, visit_id, new)


def of_visit(db: Database, visit_id: int) -> list[Row]:
    """id, name and kind of a case's papers, in the order they came."""
    return db.rows("SELECT id, name, kind FROM attachment WHERE visit_id = :id ORDER BY id", id=visit_id)


def content(db: Database, attachment_id: int) -> bytes:
    return bytes(db.one("SELECT data FROM attachment WHERE id = :id", id=attachment_id)["data"])


def drawn(db: Database, papers: Sequence[Row], draw: Callable[[Row, bytes], list[Drawn]]) -> list[Drawn]:
    """What `draw` makes of each paper's bytes, one after the other: ten scans at once would fill the memory."""
    return [sheet for paper in papers for sheet in draw(paper, content(db, paper["id"]))]
