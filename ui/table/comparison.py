"""An amendment beside the one somebody else saved of the same paraph."""

from app.journal.conflict import EditConflict
from app.table.paraphs import Draft
from app.table.view import PickLists
from ui.parts.conflict import Difference


def amendments(office: PickLists, draft: Draft, refused: EditConflict) -> list[Difference]:
    """What the two differ in; what is not in the office's lists any more is named as it was."""
    theirs = refused.theirs
    names = {unit["id"]: str(unit["name"]) for unit in office.units}
    outcomes = {each["code"]: str(each["name"]) for each in office.outcomes}
    posts = {each["id"]: str(each["post"]) for each in office.officials}
    both = (
        Difference("پاراف‌کننده", posts.get(draft.official_id, ""), str(theirs["official_post"])),
        Difference("نتیجهٔ ملاقات", outcomes.get(draft.outcome, ""), str(theirs["outcome_name"] or "")),
        Difference("متن پاراف", draft.words, str(theirs["words"])),
        Difference("واحدها", "، ".join(names.get(each.unit_id, "") for each in draft.addressees), str(theirs["units"])),
    )
    return [side for side in both if side.mine.split() != side.theirs.split()]
