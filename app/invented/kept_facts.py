"""The facts of the invented year beside the office's database: the truth of every answer, and when each act was."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

OWING = ("issued", "acknowledged", "objected")


@dataclass(slots=True)
class KeptAnswer:
    response_id: int
    day: str
    outcome: str
    is_true: bool
    """Whether things are as the answer says; the office learns that from the visitor alone."""


@dataclass(slots=True)
class KeptReferral:
    """One referral that wants an answer, as those who live the year see it."""

    referral_id: int
    visit_id: int
    visitor_id: int
    programme_id: int
    unit: str
    """The unit's code."""
    character: str
    issued_day: str
    registered_day: str
    stage: str = "issued"
    """'issued', 'acknowledged', 'answered', 'objected', 'accepted', 'closed', 'passed' or 'void'"""
    paused: bool = False
    answers: list[KeptAnswer] = field(default_factory=list)
    """Those that stand; one that the office sent back is no answer."""
    objections: int = 0
    interims: int = 0
    extensions: int = 0
    reminders: int = 0
    returns: int = 0
    unreached: int = 0
    """Phone calls that nobody took."""
    reminded_day: str = ""

    @property
    def owes(self) -> bool:
        return self.stage in OWING

    @property
    def is_solved(self) -> bool:
        """Whether the last answer that stands is true."""
        return bool(self.answers) and self.answers[-1].is_true


@dataclass(slots=True)
class KeptFacts:
    referrals: dict[int, KeptReferral] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    """How often each act was done."""
    planted: dict[str, list[int]] = field(default_factory=dict)
    """By the name of a cluster: the visits of its people."""

    def true_share(self, character: str) -> tuple[int, int]:
        """Return how many answers of the units of this character are true, and of how many."""
        given = [each for one in self.referrals.values() if one.character == character for each in one.answers]
        return sum(each.is_true for each in given), len(given)

    def save(self, path: Path) -> None:
        """Write everything as JSON."""
        told = {
            "acts": dict(sorted(self.acts.items())),
            "planted": self.planted,
            "referrals": [asdict(each) for each in self.referrals.values()],
        }
        path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def read_facts(path: Path) -> KeptFacts:
    told = json.loads(path.read_text("utf-8"))
    referrals = [
        KeptReferral(**(row | {"answers": [KeptAnswer(**each) for each in row["answers"]]}))
        for row in told["referrals"]
    ]
    return KeptFacts({each.referral_id: each for each in referrals}, Counter(told["acts"]), told["planted"])
