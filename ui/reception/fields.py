"""The fields of the reception form: which are shown for which visitor, and their labels."""

from collections.abc import Collection

from app.visits.visitors import CODE_LABELS, KINDS
from ui.widgets import Choice, FieldSpec

GENDERS = (Choice("male", "آقای"), Choice("female", "خانم"))

SPECS = (
    FieldSpec("code", "کد ملی", row=0, stretch=17, large=True),
    FieldSpec("personnel_number", "کد پرسنلی", "digits", row=0, stretch=12),
    FieldSpec("mobile", "تلفن همراه", "digits", row=0, stretch=16, also="+"),
    FieldSpec(
        "kind",
        "نوع مراجعه‌کننده",
        "choice",
        row=0,
        stretch=16,
        choices=[Choice(kind, name) for kind, name in KINDS.items()],
    ),
    FieldSpec("gender", "عنوان", "choice", row=1, stretch=8, choices=GENDERS, hint="—"),
    FieldSpec("first_name", "نام", row=1, stretch=13),
    FieldSpec("last_name", "نام خانوادگی", row=1, stretch=18),
    FieldSpec("father", "نام پدر", row=1, stretch=11),
    FieldSpec("workplace", "محل خدمت", row=1, stretch=18),
    FieldSpec("employment", "نوع استخدام", "choice", row=1, stretch=11),
    FieldSpec("category_id", "موضوع", "choice", row=2, stretch=20),
    FieldSpec("district_id", "منطقهٔ ملک", "choice", row=2, stretch=11),
    FieldSpec("priority_group_id", "اولویت", "choice", row=2, stretch=16, hint="—"),
    FieldSpec("code_reason", "علت پذیرش این کد", row=3),
    FieldSpec("against_unit_id", "شکایت از واحد", "choice", row=3),
    FieldSpec("priority_reason", "علت اولویت", row=3),
    FieldSpec("matter", "شرح درخواست", "lines", row=4),
    FieldSpec("people", "تعداد افراد", "number", row=5, stretch=8),
    FieldSpec("enclosures", "تعداد پیوست", "number", row=5, stretch=9),
    FieldSpec("wanted_table_id", "میز", "choice", row=5, stretch=13, hint="همهٔ میزها"),
    FieldSpec("companion", "همراه یا نماینده", row=5, stretch=16, hint="—"),
    FieldSpec("companion_relation", "نسبت", row=5, stretch=9, hint="—"),
    FieldSpec("address", "نشانی", row=6, hint="—"),
    FieldSpec("arrived", "ساعت ورود", "digits", row=7, also=":", hint="9:05"),
    FieldSpec("called", "ساعت فراخوان", "digits", row=7, also=":", hint="9:30"),
    FieldSpec("ended", "ساعت پایان", "digits", row=7, also=":", hint="9:45"),
)

PERSON = (
    "kind",
    "code",
    "code_reason",
    "first_name",
    "last_name",
    "father",
    "gender",
    "mobile",
    "address",
    "personnel_number",
    "workplace",
    "employment",
)
"""The fields of the visitor."""
MATTER = ("matter", "enclosures", "priority_reason", "companion", "companion_relation", "people")
LINKS = ("category_id", "district_id", "against_unit_id", "priority_group_id", "wanted_table_id")
TIMES = ("arrived", "called", "ended")
_ALWAYS = {
    "code",
    "mobile",
    "last_name",
    "category_id",
    "priority_group_id",
    "matter",
    "enclosures",
    "wanted_table_id",
    "companion",
    "companion_relation",
}
_BODIES = ("legal", "group")
"""Kinds that have one name."""


def shown(kind: str, audience: str, extra: Collection[str]) -> set[str]:
    """Return the names of the fields to show. `extra`: those that the form's present values call for."""
    names = _ALWAYS | set(extra)
    if audience == "staff":
        return names | {"personnel_number", "gender", "first_name", "workplace", "employment"}
    names |= {"kind", "district_id", "address"}
    if kind not in _BODIES:
        names |= {"first_name", "father", "gender"}
    return names | {"people"} if kind == "group" else names


def labels(kind: str, audience: str, *, on_paper: bool) -> dict[str, str]:
    """Return the labels that depend on the visitor, by field."""
    code = CODE_LABELS.get(kind) or "جست‌وجوی نام یا همراه"
    return {
        "code": "کد ملی یا پرسنلی" if audience == "staff" else code,
        "last_name": {"legal": "نام شرکت یا مؤسسه", "group": "نام گروه"}.get(kind, "نام خانوادگی"),
        "companion": "نماینده" if kind in _BODIES else "همراه یا نماینده",
        "companion_relation": "سمت" if kind in _BODIES else "نسبت",
        "code_reason": "علت نداشتن کد ملی" if kind == "no_code" else "علت پذیرش این کد",
        "wanted_table_id": "میز ملاقات" if on_paper else "میز",
    }
