"""docs/figures.md says what the program counts."""

from pathlib import Path

from app.figures.attendance import FIGURES as VISIT_FIGURES
from app.figures.definitions import FIGURES, RANKED_FROM
from app.figures.promises import FATES
from app.figures.scorecard import LOADS
from app.office.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")


def section(title):
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_page_states_the_rule_of_every_figure_about_answers():
    for name, figure in FIGURES.items():
        assert f"| {figure.label} | `{name}` | {figure.rule} |" in section("Answers")
    assert section("Answers").split("Shares and times")[0].count("| `") == len(FIGURES)


def test_page_names_every_figure_about_visits():
    for name in VISIT_FIGURES:
        assert f"| `{name}` | " in section("Visits")
    assert section("Visits").count("| `") == len(VISIT_FIGURES)


def test_page_states_the_limits_and_the_settings():
    from_100, from_30, from_10, _ = (least for least, _ in LOADS)
    assert f"from {RANKED_FROM} asked on" in PAGE
    assert f"from {from_100}, {from_30} and {from_10} referrals" in PAGE
    assert f"`acknowledge_days` ({Settings().acknowledge_days} unless changed)" in PAGE


def test_page_states_what_becomes_of_a_promise():
    for name, fate in FATES.items():
        assert f"| {fate.label} | `{name}` | {fate.rule} |" in section("Promises")
    assert section("Promises").count("| `") == len(FATES)
