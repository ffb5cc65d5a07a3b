"""How the journal's values are stored: which are flags, ids of entries, or the office's own words in Latin."""

from app.access.clerks import ROLES
from app.office.settings import FLAGS as SETTING_FLAGS
from app.referrals.state import STAGES
from app.sessions import sessions
from app.visits import visits
from app.visits.visitors import KINDS as PEOPLE

VALUES = (
    ROLES
    | visits.STATES
    | sessions.STATES
    | PEOPLE
    | STAGES
    | {
        "male": "آقای",
        "female": "خانم",
        "lead": "اقدام",
        "partner": "همکار",
        "copy": "رونوشت",
        "valid": "معتبر",
        "amended": "اصلاح‌شده",
        "void": "باطل",
        "citizen": "شهروندان",
        "staff": "کارکنان",
    }
)
LINKS = {
    "category_id": "category",
    "district_id": "unit",
    "against_unit_id": "unit",
    "unit_id": "unit",
    "default_unit_id": "unit",
    "official_id": "official",
    "table_id": "meeting_table",
    "wanted_table_id": "meeting_table",
    "priority_group_id": "priority_group",
}
"""By field, the list of the office whose entry its value names."""
FLAGS = frozenset({"confidential", "certain", "referral", "answer_needed", "in_time", "in_promise", *SETTING_FLAGS})
AS_WRITTEN = frozenset({"file", "mark", "aside"})
"""Values that are searched for letter by letter, so their digits stay."""
