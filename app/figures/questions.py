"""«چه باید پرسید؟»: what the mayor asks a manager, said of nothing but figures, each with the number behind it."""

from collections.abc import Callable, Sequence

from app.figures.definitions import RANKED_FROM, Tally
from app.figures.scorecard import Scorecard, UnitFigures
from app.persian.calendar import jalali
from app.persian.text import fa, isolate

APART = 0.1
"""From so far above or below the share of all units on, a unit answers fast or slowly."""


def what_to_ask(card: Scorecard) -> tuple[str, ...]:
    """Return at most three sentences: about a unit where the card is one unit's, else about those that stand out."""
    if card.scope.unit_id is not None:
        return ask_unit(card.whole)
    found = (_fast_but_denied(card), _slow_but_accepted(card), _silent(card.units))
    return tuple(filter(None, found))


def ask_unit(tally: Tally) -> tuple[str, ...]:
    """Return what to ask the manager of the unit with these figures."""
    broken, found = tally["promise_due"] - tally["in_promise"], []
    if tally["denied"]:
        found.append(f"چرا از {fa(tally.asked)} پاسخِ پرسیده {fa(tally['denied'])} پاسخ رد شده است؟")
    if broken:
        found.append(f"چرا از {fa(tally['promise_due'])} وعدهٔ رسیده {fa(broken)} وعده انجام نشده است؟")
    if tally["silent"]:
        since = f" قدیمی‌ترین ارجاع باز از {isolate(fa(jalali(tally.oldest)))} است." if tally.oldest else ""
        found.append(f"{fa(tally['silent'])} ارجاع دیرشده کی پاسخ می‌گیرد؟{since}")
    return tuple(found)


def _fast_but_denied(card: Scorecard) -> str:
    """Return what to ask the unit that keeps most promises for its share of accepted answers."""
    unit = _furthest_apart(card, lambda promised, accepted: promised >= APART and accepted < 0, 1)
    if unit is None:
        return ""
    heard = f"از {fa(unit.tally.asked)} پرسیده {fa(unit.tally['denied'])} نفر پاسخ را رد کرده‌اند"
    return f"{fa(unit.name)} زود پاسخ می‌دهد ({_promised(unit)})، ولی {heard}."


def _slow_but_accepted(card: Scorecard) -> str:
    """Return what to ask the unit that keeps fewest promises for its share of accepted answers."""
    unit = _furthest_apart(card, lambda promised, accepted: promised <= -APART and accepted > 0, -1)
    if unit is None:
        return ""
    heard = f"از {fa(unit.tally.asked)} پرسیده {fa(unit.tally['accepted'])} نفر پاسخ را تأیید کرده‌اند"
    return f"{fa(unit.name)} دیر پاسخ می‌دهد ({_promised(unit)})، ولی {heard}."


def _furthest_apart(card: Scorecard, stands_out: Callable[[float, float], bool], sign: int) -> UnitFigures | None:
    """Return the unit whose share by promise lies furthest above its share accepted (sign 1) or below it (-1).

    `stands_out` decides from the distances of both to those of all units; few answers stand out by chance.
    """
    all_promised, all_accepted = card.whole.in_promise or 0.0, card.whole.accepted or 0.0
    found: list[tuple[float, UnitFigures]] = []
    for unit in card.units:
        promised, accepted = unit.tally.in_promise, unit.tally.accepted
        if promised is None or accepted is None or min(unit.tally.asked, unit.tally["promise_due"]) < RANKED_FROM:
            continue
        if stands_out(promised - all_promised, accepted - all_accepted):
            found.append((sign * (promised - accepted), unit))
    return max(found, key=lambda each: each[0])[1] if found else None


def _silent(units: Sequence[UnitFigures]) -> str:
    """Return what to ask the unit with most late referrals that it never answered."""
    unit = max(units, key=lambda each: each.tally["silent"], default=None)
    if unit is None or not unit.tally["silent"]:
        return ""
    return f"{fa(unit.name)} به {fa(unit.tally['silent'])} ارجاع دیرشده پاسخی نداده است."


def _promised(unit: UnitFigures) -> str:
    share = round(100 * (unit.tally.in_promise or 0))
    return f"{isolate(f'{fa(share)}٪')} تا وعده، از {fa(unit.tally['promise_due'])}"
