"""Two paraphs about one visit side by side: the clerk's own and the one somebody else saved."""

from collections.abc import Sequence
from dataclasses import asdict

from app.journal.conflict import EditConflict
from app.persian.calendar import local_time
from app.persian.text import fa, isolate
from app.referrals.issuing import Referral
from app.table.paraphs import Draft, Paraph
from app.table.view import PickLists
from ui.parts.conflict import Difference


def amendments(lists: PickLists, draft: Draft, refused: EditConflict) -> list[Difference]:
    """Return what the two differ in. What is no longer in the office's lists is named as it was."""
    theirs = refused.theirs
    names = {unit.id: unit.name for unit in lists.units}
    outcomes = {each.code: each.name for each in lists.outcomes}
    posts = {each.id: each.post for each in lists.officials}
    both = (
        Difference("پاراف‌کننده", posts.get(draft.official_id, ""), str(theirs["official_post"])),
        Difference("نتیجهٔ ملاقات", outcomes.get(draft.outcome, ""), str(theirs["outcome_name"] or "")),
        Difference("متن پاراف", draft.words, str(theirs["words"])),
        Difference("واحدها", "، ".join(names.get(each.unit_id, "") for each in draft.addressees), str(theirs["units"])),
    )
    return [side for side in both if side.mine.split() != side.theirs.split()]


def saved_elsewhere(paraph: Paraph, referrals: Sequence[Referral]) -> EditConflict:
    """Say that another PC saved this paraph while the clerk was writing about the same visit."""
    at = isolate(fa(local_time(paraph.written_at)))
    sentence = f"این مراجعه ساعت {at} در رایانهٔ دیگری پاراف شد؛ نوشتهٔ شما هنوز ذخیره نشده است."
    units = "، ".join(referral.unit_name for referral in referrals)
    return EditConflict(sentence, asdict(paraph) | {"units": units})
