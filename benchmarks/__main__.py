"""`python -m benchmarks OUT.json [names…]`: measures the program and a reference beside it, in one run.

A name is a metric or its beginning: `register`, `slip.single`. Without names all metrics are taken.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks import export, papers, printing, scorecard, screens, search, storage, venue, waiting, year
from benchmarks.measure import Bench, Metric

GROUPS: dict[str, Callable[[Bench], list[Metric]]] = {
    "start memory": screens.start,
    "slip.single": papers.slip_single,
    "slip.batch100": papers.slip_batch100,
    "list200": screens.line,  # first, because the next groups lengthen the session's line
    "call_next": storage.call_next,
    "register": storage.register,
    "display": screens.display,
    "wait.kept": waiting.kept,
    "search": search.find,
    "scorecard.open": scorecard.scorecard_open,
    "followup.open": scorecard.followup_open,
    "scorecard.pdf": scorecard.scorecard_pdf,
    "print.slip print.minutes": printing.printing,
    "export.xlsx": export.xlsx,
    "year.build": year.build,
    "export.open": year.export_open,
    "unit_sheet.all": year.unit_sheets,
    "rising.open": year.rising_open,
    "export.journal": year.export_journal,
    "page followup.filter": year.pages,
    "pg.register pg.call_next": venue.alone,
    "pg.change pg.idle": venue.change,
    "pg.soak": venue.soak,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT.json")
    parser.add_argument("names", nargs="*", help="only these metrics")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # needs no screen, and none disturbs the times
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        metrics = run(Bench(Path(folder)), options.names)
    options.out.write_text(json.dumps({"metrics": [record(metric) for metric in metrics]}) + "\n")
    return 0


def run(bench: Bench, names: list[str]) -> list[Metric]:
    found = []
    begun = perf_counter()
    print_row("metric", "value", "", "reference", "ratio", "goal")
    for group, measure in GROUPS.items():
        if not names or any(name.startswith(each) or each.startswith(name) for name in names for each in group.split()):
            start = perf_counter()
            for metric in measure(bench):
                found.append(metric)
                print_metric(metric)
            sys.stdout.write(f"{'':18}took {perf_counter() - start:.0f} s\n")
    sys.stdout.write(f"{'all':18}took {perf_counter() - begun:.0f} s\n")
    return found


def print_metric(metric: Metric) -> None:
    goal = "" if metric.goal is None else f"≤ {metric.goal:g} {'yes' if metric.ratio <= metric.goal else 'NO'}"
    print_row(
        metric.name,
        f"{metric.value:.2f}",
        metric.unit,
        f"{metric.reference_value:.2f}  {metric.reference}",
        f"{metric.ratio:.2f}",
        goal,
    )


def print_row(name: str, value: str, unit: str, reference: str, ratio: str, goal: str) -> None:
    sys.stdout.write(f"{name:18}{value:>10} {unit:3} {reference:58} {ratio:>6}  {goal}\n")
    sys.stdout.flush()


def record(metric: Metric) -> dict[str, object]:
    return {
        "name": metric.name,
        "value": round(metric.value, 3),
        "unit": metric.unit,
        "reference": metric.reference,
        "reference_value": round(metric.reference_value, 3),
        "ratio": round(metric.ratio, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
