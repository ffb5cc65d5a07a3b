"""The reception form's values, and the checks before they are stored."""

from dataclasses import dataclass

from app.errors import Refused, refusals_beside
from app.persian.calendar import at, local_time, with_colon
from app.persian.text import ascii_digits, checked, fa
from app.visits.attachments import NewAttachment
from app.visits.visitors import Visitor
from db import Row

MATTER_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Arrival:
    """The values of the reception form; texts as typed."""

    visitor: Visitor
    category_id: int = 0
    matter: str = ""
    district_id: int | None = None
    against_unit_id: int | None = None
    """The unit complained of."""
    enclosures: str = "0"
    priority_group_id: int | None = None
    priority_reason: str = ""
    companion: str = ""
    companion_relation: str = ""
    people: str = "1"
    """Members of a group."""
    wanted_table_id: int | None = None
    same_as: int | None = None
    """The earlier visit whose matter this one continues."""
    attachments: tuple[NewAttachment, ...] = ()
    accepted: frozenset[str] = frozenset()
    """The kinds of warnings that the clerk has accepted."""
    invitee_id: int | None = None
    seen: Visitor | None = None
    """The stored visitor the form was filled with, to detect what another desk has saved since; None for a blank form.
    """

    def cleaned(self) -> Row:
        """Return the visit's own columns. Raises Refused, with the field's name."""
        matter = checked(self.matter, "شرح درخواست", "matter", MATTER_LIMIT, lines=True)
        if not self.category_id:
            raise Refused("موضوع را از فهرست انتخاب کنید.", "category_id")
        reason = checked(self.priority_reason, "علت اولویت", "priority_reason", 200)
        if self.priority_group_id and not reason:
            raise Refused("علت اولویت را بنویسید.", "priority_reason")
        return {
            "category_id": self.category_id,
            "matter": matter,
            "district_id": self.district_id,
            "against_unit_id": self.against_unit_id,
            "enclosures": _number(self.enclosures, "تعداد پیوست", "enclosures", 0),
            "priority_group_id": self.priority_group_id,
            "priority_reason": reason,
            "companion": checked(self.companion, "همراه یا نماینده", "companion", 120),
            "companion_relation": checked(self.companion_relation, "نسبت", "companion_relation", 60),
            "people": self._people(),
            "wanted_table_id": self.wanted_table_id,
            "same_as": self.same_as,
        }

    def _people(self) -> int:
        return _number(self.people, "تعداد افراد گروه", "people", 2) if self.visitor.kind == "group" else 1


@dataclass(frozen=True, slots=True)
class Served:
    """The true times of a visitor served on paper, each 'HH:MM' of the session's day."""

    arrived: str
    called: str
    ended: str
    table_id: int

    def moments(self, day: str, now: str) -> list[str]:
        """Return the three times as UTC. Raises Refused, with the field's name, when they are out of order or in the
        future."""
        if not self.table_id:
            raise Refused("میزی را که در آن ملاقات شده است انتخاب کنید.", "wanted_table_id")
        times = [_moment(day, getattr(self, name), name) for name in ("arrived", "called", "ended")]
        if sorted(times) != times:
            raise Refused("ساعت‌ها باید به ترتیب ورود، فراخوان و پایان باشند.", "ended")
        if times[-1] > now:
            raise Refused(f"ساعت پایان پس از ساعت کنونی ({fa(local_time(now))}) است.", "ended")
        return times


def _moment(day: str, typed: str, field: str) -> str:
    with refusals_beside(field):
        return at(day, with_colon(typed))


def _number(typed: str, label: str, field: str, least: int) -> int:
    digits = ascii_digits(typed).strip() or "0"
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 5 and int(digits) >= least):
        raise Refused(f"«{label}» باید عدد {fa(least)} یا بیشتر باشد.", field)
    return int(digits)
