"""The lists an office keeps for itself: which there are, and what each column of them takes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    kind: str = "text"
    """'text' · 'number' · 'day' · 'flag' · 'choice' (one of `options`) · 'link' (to the list named in `target`)"""
    required: bool = True
    limit: int = 120
    options: tuple[tuple[str, str], ...] = ()
    target: str = ""
    least: int = 0
    most: int = 1000
    """`least` and `most` bound a number."""
    fixed: bool = False
    """Set once and never changed, because the rules know the entry by it."""
    lasting: bool = False
    """Not changed once a record has the entry's code: the figures of what is past would change with it."""


@dataclass(frozen=True, slots=True)
class OfficeList:
    name: str
    """The name of its table too."""
    title: str
    columns: tuple[Column, ...]
    shown: str
    """The column an entry is known by."""
    by_position: bool = False
    """Whether the office orders it itself; otherwise it is in the alphabet's order."""
    unique: tuple[tuple[str, ...], ...] = ()
    """The columns that only one entry may have together; retired entries count too."""
    used_in: tuple[str, ...] = ()
    """The tables whose column `outcome` holds the code of an entry."""
    roles: tuple[str, ...] = field(default=("administrator", "manager"))


AUDIENCES = (("citizen", "شهروندان"), ("staff", "کارکنان"))
UNIT_KINDS = (
    ("mayor", "شهردار"),
    ("office", "حوزه"),
    ("deputy", "معاونت"),
    ("district", "منطقه"),
    ("organisation", "سازمان"),
    ("directorate", "ادارهٔ کل"),
    ("other", "سایر"),
)
WEEKDAYS = tuple(enumerate(("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")))

LISTS = {
    each.name: each
    for each in (
        OfficeList(
            "unit",
            "واحدها",
            (
                Column("code", "کد", limit=10),
                Column("kind", "نوع", "choice", options=UNIT_KINDS),
                Column("name", "نام"),
                Column("addressed_as", "خطاب در نامه"),
            ),
            "name",
            unique=(("code",), ("name",)),
        ),
        OfficeList(
            "official",
            "مقام‌ها",
            (
                Column("post", "سمت"),
                Column("holder", "نام", required=False),
                Column("from_day", "از تاریخ", "day", required=False),
                Column("to_day", "تا تاریخ", "day", required=False),
            ),
            "post",
            by_position=True,
        ),
        OfficeList(
            "meeting_table",
            "میزها",
            (
                Column("name", "نام میز", limit=30),
                Column("official_id", "مقام", "link", required=False, target="official"),
            ),
            "name",
            by_position=True,
            unique=(("name",),),
        ),
        OfficeList(
            "category",
            "موضوع‌ها",
            (
                Column("audience", "برای", "choice", options=AUDIENCES),
                Column("name", "موضوع"),
                Column("examples", "نمونه‌ها", required=False, limit=400),
                Column("confidential", "محرمانه", "flag"),
                Column("default_unit_id", "واحد پیش‌فرض", "link", required=False, target="unit"),
            ),
            "name",
            by_position=True,
            unique=(("audience", "name"),),
        ),
        OfficeList(
            "phrase",
            "عبارت‌های پاراف",
            (
                Column("code", "کد", limit=10),
                Column("text", "متن", limit=300),
                Column("kind", "نوع", limit=30),
                Column("answer_needed", "نیاز به پاسخ", "flag"),
                Column("working_days", "مهلت (روز کاری)", "number", required=False),
            ),
            "text",
            by_position=True,
            unique=(("code",),),
        ),
        OfficeList(
            "priority_group", "گروه‌های اولویت", (Column("name", "نام"),), "name", by_position=True, unique=(("name",),)
        ),
        OfficeList(
            "urgency",
            "فوریت و مهلت",
            (Column("name", "فوریت", limit=30), Column("working_days", "مهلت (روز کاری)", "number")),
            "name",
            by_position=True,
            unique=(("name",),),
        ),
        OfficeList(
            "employment",
            "نوع استخدام",
            (Column("name", "نوع استخدام", limit=40),),
            "name",
            by_position=True,
            unique=(("name",),),
        ),
        OfficeList(
            "visit_outcome",
            "نتیجه‌های ملاقات",
            (
                Column("code", "کد", limit=20, fixed=True),
                Column("name", "نتیجه"),
                Column("referral", "ارجاع دارد", "flag", lasting=True),
            ),
            "name",
            by_position=True,
            unique=(("code",),),
            used_in=("visit", "paraph"),
        ),
        OfficeList(
            "response_outcome",
            "نتیجه‌های پاسخ",
            (
                Column("code", "کد", limit=20, fixed=True),
                Column("name", "نتیجه"),
                Column("counts", "در تأییدشده و ردشده شمرده می‌شود", "flag", lasting=True),
            ),
            "name",
            by_position=True,
            unique=(("code",),),
            used_in=("response", "followup"),
        ),
        OfficeList(
            "name_spelling",
            "نگارش نام‌ها",
            (Column("spellings", "نگارش‌های یک نام، با فاصله از هم"),),
            "spellings",
            unique=(("spellings",),),
        ),
        OfficeList(
            "holiday",
            "تعطیلات",
            (
                Column("day", "تاریخ", "day"),
                Column("name", "مناسبت"),
                Column("letter", "شمارهٔ نامهٔ تعطیلی", required=False, limit=60),
                Column("certain", "قطعی است", "flag"),
            ),
            "name",
            unique=(("day",),),
        ),
        OfficeList(
            "programme",
            "برنامه‌ها",
            (
                Column("name", "نام برنامه", limit=60),
                Column("audience", "برای", "choice", options=AUDIENCES),
                Column("weekday", "روز هفته", "choice", options=tuple((str(n), name) for n, name in WEEKDAYS)),
                Column("every_weeks", "هر چند هفته", "number", least=1, most=8),
                Column("anchor_day", "آغاز شمارش", "day"),
                Column("series", "حرف شماره", limit=2),
                Column("series_digit", "رقم بارکد", "number", most=9),
                Column("next_round", "شمارهٔ جلسهٔ بعد", "number", least=1, most=9999),
            ),
            "name",
            by_position=True,
            unique=(("name",), ("series",), ("series_digit",)),
        ),
    )
}
