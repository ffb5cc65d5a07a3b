"""Attachments: scans and photos of petitions and answers, kept with the visit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.persian.letters import replace_unprintable
from app.persian.text import checked, clean, fa
from app.visits import pdf_pages, scans
from db import Database

Drawn = TypeVar("Drawn")
LARGEST = 10 * 1024 * 1024
PIXELS = 60_000_000
"""A3 at 400 dots an inch is half of it. To show a larger picture would take a quarter of a gigabyte."""
PAGES = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored attachment, without its bytes."""

    id: int
    name: str
    kind: str
    """'png' · 'jpeg' · 'tiff' · 'pdf'"""


@dataclass(frozen=True, slots=True)
class NewAttachment:
    name: str
    data: bytes

    def kind(self) -> str:
        """Return 'png', 'jpeg', 'tiff' or 'pdf', by the first bytes of the file, whatever its name ends in. Raises
        Refused for any other file, and for one that is too large to keep or to show."""
        found = scans.kind(self.data)
        if not found:
            raise Refused("پیوست باید عکس (PNG، JPEG، TIFF) یا PDF باشد.", "attachments")
        if len(self.data) > LARGEST:
            raise Refused(f"پیوست از {fa(LARGEST // 1024 // 1024)} مگابایت بزرگ‌تر است.", "attachments")
        if scans.pixels(self.data) > PIXELS:
            raise Refused(
                f"این عکس بیش از {fa(PIXELS // 10**6)} میلیون نقطه دارد؛ با وضوح کمتر اسکن کنید.", "attachments"
            )
        if found == "pdf" and (pages := pdf_pages.pages(self.data)) > PAGES:
            raise Refused(f"این PDF {fa(pages)} صفحه دارد؛ بیش از {fa(PAGES)} صفحه پذیرفته نمی‌شود.", "attachments")
        return found


def from_file(path: str) -> NewAttachment:
    """Read a scan. Raises Refused when it cannot be read or is not one of the kinds that are kept."""
    file = Path(path)
    try:
        with file.open("rb") as opened:
            new = NewAttachment(file.name, opened.read(LARGEST + 1))
    except (OSError, ValueError):
        raise Refused("این فایل خوانده نمی‌شود؛ شاید جابه‌جا شده یا اجازهٔ خواندن آن نیست.", "attachments") from None
    new.kind()
    return new


def store(change: Change, visit_id: int, new: NewAttachment) -> int:
    name, kind = checked(replace_unprintable(clean(new.name)), "نام پیوست", "attachments", 200), new.kind()
    row = change.db.required_row(
        "INSERT INTO attachment (visit_id, name, kind, data, added_at) VALUES (:visit_id, :name, :kind, :data, :now)"
        " RETURNING id",
        visit_id=visit_id,
        name=name,
        kind=kind,
        data=new.data,
        now=change.now,
    )
    change.record("attach", "visit", visit_id, after={"name": name, "bytes": len(new.data)})
    return int(row["id"])


def add(db: Database, clerk: Clerk, visit_id: int, new: NewAttachment) -> int:
    """Add an attachment to a visit that is already registered."""
    with writing(db, clerk, ("reception", "table", "followup"), "queue") as change:
        return store(change, visit_id, new)


def of_visit(db: Database, visit_id: int) -> list[Attachment]:
    """Return the attachments of a visit, in the order they were added, without those of an answer taken back."""
    rows = db.rows(
        "SELECT id, name, kind FROM attachment WHERE visit_id = :id AND NOT EXISTS"
        " (SELECT id FROM response WHERE response.id = response_id AND taken_back = 1) ORDER BY id",
        id=visit_id,
    )
    return [Attachment(**row) for row in rows]


def content(db: Database, attachment_id: int) -> bytes:
    return bytes(db.required_row("SELECT data FROM attachment WHERE id = :id", id=attachment_id)["data"])


def drawn(
    db: Database, attachments: Sequence[Attachment], draw: Callable[[Attachment, bytes], list[Drawn]]
) -> list[Drawn]:
    """Return what `draw` makes of the bytes of each attachment. One is read after the other, because ten scans at once
    would fill the memory."""
    return [sheet for each in attachments for sheet in draw(each, content(db, each.id))]
