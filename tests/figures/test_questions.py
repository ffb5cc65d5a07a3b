"""What the mayor asks: at most three sentences, of figures alone, each with the number behind it."""

from dataclasses import replace

import pytest

from app.figures.definitions import Scope, Tally, add_up
from app.figures.questions import what_to_ask
from app.figures.scorecard import UnitFigures
from app.persian.text import fa
from benchmarks.invented_scorecard import sheet


def unit(number, name, *, asked=40, accepted=28, due=50, promised=20, silent=0):
    counts = {
        "sent": due,
        "accepted": accepted,
        "denied": asked - accepted,
        "promise_due": due,
        "in_promise": promised,
        "silent": silent,
    }
    return UnitFigures(number, name, Tally(counts, {}, "2026-05-01"))


ORDINARY = [unit(n, f"منطقه {n}", silent=2) for n in range(1, 6)]
FAST = unit(11, "سازمان تند", accepted=16, promised=48)
SLOW = unit(12, "معاونت درستکار", accepted=38, promised=3)
SILENT = unit(13, "منطقه خاموش", asked=4, accepted=3, promised=1, silent=61)


def asked(*units, unit_id=None):
    card = sheet(1).whole
    whole = add_up([each.tally for each in units])
    return what_to_ask(replace(card, scope=replace(card.scope, unit_id=unit_id), units=units, whole=whole))


def test_fast_and_denied_slow_and_accepted_and_silent_units_are_named_with_their_numbers():
    fast, slow, silent = asked(*ORDINARY, SLOW, FAST, SILENT)
    assert fast.startswith("سازمان تند زود") and "۹۶٪" in fast and "از ۵۰" in fast and "از ۴۰ پرسیده ۲۴ نفر" in fast
    assert slow.startswith("معاونت درستکار دیر") and "۶٪" in slow and "از ۴۰ پرسیده ۳۸ نفر" in slow
    assert silent == "منطقه خاموش به ۶۱ ارجاع دیرشده پاسخی نداده است."


def test_nothing_is_said_of_alike_units_nor_of_few_answers():
    few = unit(11, "سازمان تند", asked=9, accepted=1, promised=50)
    assert asked(*(replace(each, tally=Tally({**each.tally.counts, "silent": 0})) for each in ORDINARY), few) == ()
    assert asked() == ()


def test_manager_is_asked_about_denied_answers_broken_promises_and_silence():
    denied, broken, silent = asked(replace(SILENT, tally=unit(1, "", silent=7).tally), unit_id=13)
    assert "از ۴۰" in denied and "۱۲ پاسخ رد" in denied
    assert "از ۵۰" in broken and "۳۰" in broken
    assert "۷ ارجاع" in silent and fa("1405/02/11") in silent
    assert asked(unit(1, "", accepted=40, promised=50), unit_id=1) == ()


@pytest.mark.parametrize("units", [0, 1, 30])
def test_sentences_are_at_most_three(units):
    card = sheet(units).whole
    for scope in (card.scope, Scope("2026-03-21", "2027-03-20", 1, unit_id=1)):
        assert len(what_to_ask(replace(card, scope=scope))) <= 3
